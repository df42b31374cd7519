//===- SequenceLawTest.cpp - Dynamic sequences equal static ones -*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The law: take a sequence of static instructions and turn any numbers in it
// into scalar arguments of the sequence. Called with these numbers it gives the
// same words, and what one form refuses the other refuses for the same reason.
// Checked on every sequence of the conformance kit and on random transfers, in
// process; of the transfers and of all arithmetic also through generated C++.
//
// Over 800 lines in one file, because all its parts share the same generator of
// cases and the same way to run both forms.
//
//===----------------------------------------------------------------------===//

#include "codegen/RuntimeSequences.h"
#include "driver/Registration.h"
#include "dialect/aiex/Transfers.h"
#include "formats/Txn.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "gtest/gtest.h"

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

using namespace mlir;
using namespace tilewright;
using Words = std::vector<uint32_t>;
using Arguments = std::map<unsigned, int64_t>;

namespace {

//===--- Tools ------------------------------------------------------------===//

MLIRContext &context() {
  static MLIRContext *shared = [] {
    DialectRegistry registry;
    registerDialects(registry);
    registerPasses();
    auto *context = new MLIRContext(registry, MLIRContext::Threading::DISABLED);
    context->loadAllAvailableDialects();
    return context;
  }();
  return *shared;
}

/// Collects what is reported, instead of printing it: message and, for shapes, whose.
struct Reports {
  struct Report {
    std::string text;
    unsigned line = 0;
  };
  std::vector<Report> errors;
  ScopedDiagnosticHandler handler;
  Reports()
      : handler(&context(), [this](Diagnostic &diagnostic) {
          if (diagnostic.getSeverity() != DiagnosticSeverity::Error)
            return success();
          auto location = dyn_cast<FileLineColLoc>(diagnostic.getLocation());
          errors.push_back({diagnostic.str(), location ? location.getLine() : 0});
          return success();
        }) {}
  /// The first error without the name of its operation.
  std::string reason() const {
    std::string text = errors.empty() ? "" : errors.front().text;
    size_t at = text.find("' op ");
    return at == std::string::npos ? text : text.substr(at + 5);
  }
};

bool runPasses(ModuleOp module, const char *passes) {
  PassManager manager(&context(), ModuleOp::getOperationName());
  return succeeded(parsePassPipeline(passes, manager)) && succeeded(manager.run(module));
}

std::optional<Words> staticWords(aie::RuntimeSequenceOp sequence) {
  auto program = codegen::buildSequenceProgram(sequence);
  if (failed(program))
    return std::nullopt;
  auto words = formats::encodeTxn(*program, aie::getTargetModel(sequence));
  if (words)
    return *words;
  ADD_FAILURE() << llvm::toString(words.takeError());
  return std::nullopt;
}

std::string hex(const Words &words) {
  std::string text;
  llvm::raw_string_ostream out(text);
  for (uint32_t word : words)
    out << llvm::format("%08X ", word);
  return text;
}

//===--- From numbers to arguments ----------------------------------------===//

/// A static instruction and the numbers that its dynamic form takes as operands, in order.
struct Form {
  const char *name;
  std::vector<const char *> numbers;
};
const Form forms[] = {
    {"write32", {"address", "value"}},
    {"maskwrite32", {"address", "value", "mask"}},
    {"sync", {"column", "row", "direction", "channel", "column_num", "row_num"}},
    {"address_patch", {"addr", "arg_idx", "arg_plus"}},
    {"push_queue",
     {"column", "row", "direction", "channel", "issue_token", "repeat_count", "bd_id"}},
    {"writebd",
     {"column", "row", "bd_id", "buffer_length", "buffer_offset", "d0_size", "d0_stride", "d1_size",
      "d1_stride", "d2_size", "d2_stride", "iteration_size", "iteration_stride"}},
};

/// Replaces the instructions of one sequence.
struct Loosener {
  aie::RuntimeSequenceOp sequence;
  Arguments arguments;
  unsigned replaced = 0, turn = 0;

  Value argument(int64_t value, Type type) {
    BlockArgument added = sequence.getBody().addArgument(type, sequence.getLoc());
    arguments[added.getArgNumber()] = value;
    return added;
  }
  /// A 32-bit number, as each type in turn.
  Value word(uint32_t value) {
    OpBuilder b(&context());
    Type types[] = {b.getI32Type(), b.getIndexType(), b.getI64Type()};
    return argument(value, types[turn++ % 3]);
  }
  void replace(Operation *op, OperationState &state, ArrayRef<StringRef> gone) {
    for (NamedAttribute attribute : op->getAttrDictionary())
      if (!llvm::is_contained(gone, attribute.getName()))
        state.addAttribute(attribute.getName(), attribute.getValue());
    OpBuilder(op).create(state);
    op->erase();
    ++replaced;
  }

  void loosenNumbers(Operation *op, const Form &form) {
    OperationState state(op->getLoc(), (Twine("aiex.npu.dyn_") + form.name).str());
    SmallVector<StringRef> gone;
    for (const char *name : form.numbers) {
      Attribute attribute = op->getAttr(name);
      uint32_t value;
      if (auto direction = dyn_cast<aie::DMAChannelDirAttr>(attribute))
        value = direction.getValue() == device::DMAChannelDir::MM2S;
      else
        value = cast<IntegerAttr>(attribute).getValue().getZExtValue();
      state.addOperands(word(value));
      gone.push_back(name);
    }
    replace(op, state, gone);
  }
  void loosenBlock(aiex::NpuBlockWriteOp op) {
    DenseIntElementsAttr data = aiex::getDataWords(op);
    if (!data || op.getBuffer())
      return;
    OperationState state(op.getLoc(), "aiex.npu.dyn_blockwrite");
    state.addOperands(word(op.getAddress()));
    for (const APInt &value : data.getValues<APInt>())
      state.addOperands(word(value.getZExtValue()));
    replace(op, state, {"address"});
  }
  void loosenTransfer(aiex::NpuDmaMemcpyNdOp op) {
    OperationState state(op.getLoc(), "aiex.npu.dyn_dma_memcpy_nd");
    SmallVector<Value> operands{op.getMemref()};
    SmallVector<int64_t> literals[3];
    SmallVector<int32_t> counts{1};
    unsigned list = 0;
    for (auto entries : {op.getMixedOffsets(), op.getMixedSizes(), op.getMixedStrides()}) {
      counts.push_back(0);
      for (OpFoldResult entry : entries) {
        int64_t value = *getConstantIntValue(entry);
        literals[list].push_back(value < 0 ? value : ShapedType::kDynamic);
        if (value < 0)
          continue;
        operands.push_back(argument(value, IndexType::get(&context())));
        ++counts.back();
      }
      ++list;
    }
    OpBuilder b(&context());
    state.addOperands(operands);
    state.addAttribute("operandSegmentSizes", b.getDenseI32ArrayAttr(counts));
    const char *names[] = {"static_offsets", "static_sizes", "static_strides"};
    for (unsigned i = 0; i < 3; ++i)
      state.addAttribute(names[i], b.getDenseI64ArrayAttr(literals[i]));
    replace(op, state, {"operandSegmentSizes", names[0], names[1], names[2]});
  }

  void loosen() {
    SmallVector<Operation *> ops;
    for (Operation &op : sequence.getBody().front())
      ops.push_back(&op);
    for (Operation *op : ops) {
      if (auto block = dyn_cast<aiex::NpuBlockWriteOp>(op))
        loosenBlock(block);
      else if (auto transfer = dyn_cast<aiex::NpuDmaMemcpyNdOp>(op))
        loosenTransfer(transfer);
      else
        for (const Form &form : forms)
          if (op->getName().getStringRef() == (Twine("aiex.npu.") + form.name).str()) {
            loosenNumbers(op, form);
            break;
          }
    }
  }
};

//===--- The conformance kit ----------------------------------------------===//

constexpr const char *allocate =
    "lower-affine,aie.device(aie-assign-lock-ids,aie-register-objectFifos,"
    "aie-objectFifo-stateful-transform,aie-assign-bd-ids,aie-assign-buffer-addresses)";
constexpr const char *beforeTransfers =
    "aie-materialize-runtime-sequences,aie.device(aie-materialize-bd-chains,"
    "aie-substitute-shim-dma-allocations,aie-assign-runtime-sequence-bd-ids,canonicalize,aie-dma-"
    "tasks-to-npu)";
constexpr const char *transfers = "aie.device(aie-dma-to-npu,aie-lower-set-lock)";

struct Tally {
  unsigned sequences = 0, replaced = 0, refused = 0;
};

std::vector<aie::RuntimeSequenceOp> sequencesOf(ModuleOp module) {
  std::vector<aie::RuntimeSequenceOp> all;
  module.walk([&](aie::RuntimeSequenceOp sequence) {
    if (!sequence.getBody().empty())
      all.push_back(sequence);
  });
  return all;
}

/// Compares the sequences of a module, loosened before or after transfers are lowered.
void compareModule(ModuleOp prepared, bool early, const std::string &name, Tally &tally) {
  OwningOpRef<ModuleOp> fixed = prepared.clone();
  {
    Reports reports;
    if (!runPasses(*fixed, transfers))
      return;
  }
  OwningOpRef<ModuleOp> loose = early ? prepared.clone() : fixed->clone();
  std::vector<Loosener> looseners;
  for (auto sequence : sequencesOf(*loose)) {
    looseners.push_back({sequence, {}});
    for (BlockArgument argument : sequence.getBody().getArguments())
      if (!isa<BaseMemRefType>(argument.getType()))
        looseners.back().arguments[argument.getArgNumber()] = 0; // its own, unused
    looseners.back().loosen();
  }
  {
    Reports reports;
    bool good = succeeded(verify(*loose)) && (!early || runPasses(*loose, transfers));
    ASSERT_TRUE(good) << name << ": " << reports.reason();
  }
  auto originals = sequencesOf(*fixed);
  ASSERT_EQ(originals.size(), looseners.size());
  for (auto [original, loosener] : llvm::zip(originals, looseners)) {
    std::optional<Words> wanted;
    {
      Reports reports; // control packets and the like have no words
      if (!codegen::isDynamicSequence(original))
        wanted = staticWords(original);
    }
    if (!wanted || loosener.replaced == 0)
      continue;
    Reports reports;
    auto got = codegen::evaluateSequence(loosener.sequence, loosener.arguments);
    if (failed(got)) {
      // Registers are narrower than the static form's numbers: the checked form may say no, for
      // this alone.
      EXPECT_NE(reports.reason().find("exceeds the"), std::string::npos)
          << name << ": " << reports.reason();
      ++tally.refused;
      continue;
    }
    EXPECT_EQ(*got, *wanted) << name << (early ? " early" : " late") << "\n"
                             << hex(*got) << "\n"
                             << hex(*wanted);
    ++tally.sequences;
    tally.replaced += loosener.replaced;
  }
}

TEST(SequenceLaw, ConformanceKit) {
  Tally early, late;
  std::vector<std::filesystem::path> files;
  for (auto &entry :
       std::filesystem::recursive_directory_iterator(TILEWRIGHT_SOURCE_DIR "/tests/conformance"))
    if (entry.path().filename() == "input.mlir" ||
        (entry.path().extension() == ".mlir" &&
         entry.path().string().find("expected") == std::string::npos))
      files.push_back(entry.path());
  llvm::sort(files);
  for (const auto &file : files) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    std::string rest = text.str();
    SmallVector<StringRef> parts;
    StringRef(rest).split(parts, "// -----");
    for (StringRef part : parts) {
      if (!part.contains("runtime_sequence"))
        continue;
      OwningOpRef<ModuleOp> module;
      {
        Reports reports;
        module = parseSourceString<ModuleOp>(part, &context());
        if (!module)
          continue;
        OwningOpRef<ModuleOp> allocated = module->clone();
        if (runPasses(*allocated, allocate))
          module = std::move(allocated);
        if (!runPasses(*module, beforeTransfers))
          continue;
      }
      std::string name = file.string().substr(strlen(TILEWRIGHT_SOURCE_DIR "/tests/conformance/"));
      compareModule(*module, /*early=*/true, name, early);
      compareModule(*module, /*early=*/false, name, late);
    }
  }
  std::printf("early: %u sequences, %u instructions, %u refused; late: %u, %u, %u\n",
              early.sequences, early.replaced, early.refused, late.sequences, late.replaced,
              late.refused);
  EXPECT_GE(early.sequences, 60u);
  EXPECT_GE(late.sequences, 60u);
  EXPECT_LE(early.refused + late.refused, 6u);
}

//===--- Random transfers -------------------------------------------------===//

struct Shape {
  unsigned dims;
  const char *element;
  unsigned allocation, id, burst;
  bool token, packet;
  std::array<int64_t, 4> lists[3]; ///< offsets, sizes, strides; outermost first
  unsigned literals;               ///< bit 4 * list + dimension: not a run-time value
  // What became of it.
  std::optional<Words> wanted, got;
  std::string wantedReason, gotReason;
};

class Shapes {
public:
  explicit Shapes(unsigned seed) : random(seed) {}
  Shape next();

private:
  std::mt19937 random;
  int64_t upTo(int64_t n) { return std::uniform_int_distribution<int64_t>(0, n)(random); }
  bool chance(int percent) { return upTo(99) < percent; }
  template <typename T> T pick(std::initializer_list<T> list) {
    return *(list.begin() + upTo(list.size() - 1));
  }
};

Shape Shapes::next() {
  Shape shape{};
  shape.dims = 1 + upTo(3);
  shape.element = pick<const char *>({"i8", "i16", "bf16", "i32", "f32", "i32"});
  if (chance(2))
    shape.element = pick<const char *>({"i64", "f64"});
  int64_t unit = shape.element[1] == '8' ? 4 : StringRef(shape.element).ends_with("16") ? 2 : 1;
  shape.allocation = upTo(3);
  shape.id = chance(2) ? 16 + upTo(40) : upTo(15);
  shape.burst = chance(80) ? 0 : pick({64, 128, 256, 512, 100});
  shape.token = chance(30);
  shape.packet = chance(15);
  auto &[offsets, sizes, strides] = shape.lists;
  sizes = {1, 1, 1, 1};
  auto length = [&](int64_t most) {
    return chance(4) ? pick<int64_t>({1023, 1024, 1025, 63, 64, 65, 66, 0, -1, 4097})
                     : 1 + upTo(most);
  };
  auto step = [&](int64_t most) {
    return chance(3) ? pick<int64_t>({1 << 20, (1 << 20) + 1, (1 << 20) - 1, 1 << 18, 0, -4, 2})
                     : upTo(most);
  };
  sizes[3] = unit * length(chance(20) ? 4000 : 200) + (chance(2) ? upTo(3) : 0);
  strides[3] = chance(85) ? 1 : unit * step(16);
  int64_t run = sizes[3] * std::max<int64_t>(strides[3], 1); // elements until the dimension ends
  bool dense = chance(40);
  for (unsigned i = 1; i < shape.dims; ++i) {
    unsigned d = 3 - i;
    sizes[d] = length(d == 0 ? 63 : chance(10) ? 1000 : 40);
    strides[d] = dense && chance(95) ? run : unit * step(2000) + (chance(2) ? 1 : 0);
    run = strides[d] * sizes[d];
  }
  for (unsigned i = 0; i < shape.dims; ++i)
    offsets[3 - i] = chance(50) ? 0 : chance(3) ? upTo(7) - 3 : unit * upTo(300);
  if (chance(1))
    shape.lists[upTo(2)][3] = pick<int64_t>({int64_t(1) << 31, int64_t(1) << 33, int64_t(1) << 41});
  shape.literals = chance(50) ? 0 : unsigned(upTo(4095));
  return shape;
}

/// Two shim tiles, one with a controller; a channel of each direction on both.
std::string deviceText(const char *device) {
  return std::string("aie.device(") + device + R"() {
  %a = aie.tile(0, 0)
  %b = aie.tile(DD, 0) {controller_id = #aie.packet_info<pkt_type = 0, pkt_id = 15>}
  aie.shim_dma_allocation @c0(%a, MM2S, 0)
  aie.shim_dma_allocation @c1(%a, S2MM, 1)
  aie.shim_dma_allocation @c2(%b, MM2S, 1)
  aie.shim_dma_allocation @c3(%b, S2MM, 0)
)";
}

/// A device with one empty sequence per shape, each with `scalars` index arguments behind its
/// buffer.
OwningOpRef<ModuleOp> shell(const char *device, ArrayRef<Shape> shapes, unsigned scalars) {
  std::string text = deviceText(device);
  text.replace(text.find("DD"), 2, StringRef(device).ends_with("1col") ? "0" : "1");
  if (StringRef(device).ends_with("1col")) { // one tile for both
    text.erase(text.find("  %b ="), text.find("  aie.shim") - text.find("  %b ="));
    for (size_t at; (at = text.find("(%b")) != std::string::npos;)
      text[at + 2] = 'a';
  }
  for (auto [i, shape] : llvm::enumerate(shapes)) {
    text += "aie.runtime_sequence @s" + std::to_string(i) + "(%m: memref<1024x1024x" +
            shape.element + ">";
    for (unsigned a = 0; a < scalars; ++a)
      text += ", %s" + std::to_string(a) + ": index";
    text += ") {}\n";
  }
  auto module = parseSourceString<ModuleOp>(text + "}\n", &context());
  EXPECT_TRUE(module);
  return module;
}

/// The transfer of a shape, in the static form or in the dynamic one, at the end of its sequence.
Operation *addTransfer(aie::RuntimeSequenceOp sequence, const Shape &shape, unsigned line,
                       bool dynamic, Arguments &arguments) {
  OpBuilder b(&context());
  OperationState state(FileLineColLoc::get(&context(), "shape", line, 1),
                       dynamic ? "aiex.npu.dyn_dma_memcpy_nd" : "aiex.npu.dma_memcpy_nd");
  Block &block = sequence.getBody().front();
  SmallVector<Value> operands{block.getArgument(0)};
  SmallVector<int32_t> counts{1, 0, 0, 0};
  const char *names[] = {"static_offsets", "static_sizes", "static_strides"};
  for (unsigned list = 0; list < 3; ++list) {
    SmallVector<int64_t> literals;
    for (unsigned d = dynamic ? 4 - shape.dims : 0; d < 4; ++d) {
      int64_t value = shape.lists[list][d];
      // An index has no sign, so what is negative is written as it is. A literal size of zero is
      // refused before the run-time values are known, and so before what may be wrong with them.
      bool literal = value < 0 || (value != 0 && shape.literals >> (4 * list + d) & 1);
      if (!dynamic || literal) {
        literals.push_back(value);
        continue;
      }
      unsigned number = 1 + 4 * list + d;
      arguments[number] = value;
      literals.push_back(ShapedType::kDynamic);
      operands.push_back(block.getArgument(number));
      ++counts[1 + list];
    }
    state.addAttribute(names[list], b.getDenseI64ArrayAttr(literals));
  }
  if (dynamic) // every scalar needs a value, used or not
    for (unsigned number = 1; number <= 12; ++number)
      arguments.try_emplace(number, 0);
  state.addOperands(operands);
  state.addAttribute("operandSegmentSizes", b.getDenseI32ArrayAttr(counts));
  state.addAttribute("metadata",
                     FlatSymbolRefAttr::get(&context(), ("c" + Twine(shape.allocation)).str()));
  state.addAttribute("id", b.getI64IntegerAttr(shape.id));
  if (shape.token)
    state.addAttribute("issue_token", b.getBoolAttr(true));
  if (shape.burst)
    state.addAttribute("burst_length", b.getI64IntegerAttr(shape.burst));
  if (shape.packet)
    state.addAttribute("packet",
                       parseAttribute("#aie.packet_info<pkt_type = 2, pkt_id = 9>", &context()));
  b.setInsertionPointToEnd(&block);
  return b.create(state);
}

void evaluateStatic(const char *device, MutableArrayRef<Shape> shapes) {
  OwningOpRef<ModuleOp> module = shell(device, shapes, 0);
  auto sequences = sequencesOf(*module);
  std::vector<Operation *> ops;
  for (auto [i, shape] : llvm::enumerate(shapes)) {
    Arguments none;
    Operation *op = addTransfer(sequences[i], shape, i + 1, /*dynamic=*/false, none);
    Reports reports;
    if (failed(verify(op))) {
      shape.wantedReason = reports.reason();
      op->erase();
    }
  }
  for (int attempt = 0; attempt < 100; ++attempt) {
    OwningOpRef<ModuleOp> copy = module->clone();
    Reports reports;
    if (runPasses(*copy, transfers)) {
      auto lowered = sequencesOf(*copy);
      for (auto [i, shape] : llvm::enumerate(shapes))
        if (shape.wantedReason.empty())
          shape.wanted = staticWords(lowered[i]);
      EXPECT_EQ(reports.reason(), "");
      return;
    }
    // Refused by the lowering: which one?
    ASSERT_FALSE(reports.errors.empty());
    unsigned line = reports.errors.front().line;
    ASSERT_TRUE(line >= 1 && line <= shapes.size()) << reports.errors.front().text;
    shapes[line - 1].wantedReason = reports.reason();
    sequences[line - 1].getBody().front().back().erase();
  }
  FAIL() << "the lowering refuses too much";
}

/// Fills `got`; the module and the arguments stay for the C++.
OwningOpRef<ModuleOp> evaluateDynamic(const char *device, MutableArrayRef<Shape> shapes,
                                      std::vector<Arguments> &arguments) {
  OwningOpRef<ModuleOp> module = shell(device, shapes, 12);
  auto sequences = sequencesOf(*module);
  for (auto [i, shape] : llvm::enumerate(shapes)) {
    Operation *op =
        addTransfer(sequences[i], shape, i + 1, /*dynamic=*/true, arguments.emplace_back());
    Reports reports;
    if (failed(verify(op))) {
      shape.gotReason = reports.reason();
      op->erase();
      continue;
    }
    auto words = codegen::evaluateSequence(sequences[i], arguments.back());
    if (succeeded(words))
      shape.got = *words;
    else
      shape.gotReason = reports.reason();
  }
  return module;
}

std::string describe(const char *device, const Shape &shape) {
  std::string text;
  llvm::raw_string_ostream out(text);
  out << device << " " << shape.element << " allocation " << shape.allocation << " id " << shape.id
      << " burst " << shape.burst;
  for (auto &list : shape.lists)
    out << " [" << list[0] << ", " << list[1] << ", " << list[2] << ", " << list[3] << "]";
  out << "\nstatic: " << (shape.wanted ? hex(*shape.wanted) : shape.wantedReason)
      << "\ndynamic: " << (shape.got ? hex(*shape.got) : shape.gotReason);
  return text;
}

/// What fits no register and yet passes the static form, which cuts it to the field.
bool isStricter(StringRef reason) {
  return reason.starts_with("Iteration Size exceeds") ||
         reason.starts_with("Repeat count exceeds") || reason.starts_with("Buffer length ") ||
         reason.starts_with("Buffer offset ") ||
         reason.starts_with("DMA offset, size or stride out of range") ||
         reason.starts_with("BD ID exceeds") || reason.contains(":1048576] range");
}

const char *devices[] = {"npu1", "npu2", "npu1_1col", "npu2_4col"};

TEST(SequenceLaw, RandomTransfers) {
  Shapes random(20250);
  unsigned legal = 0, refused = 0, stricter = 0;
  for (unsigned batch = 0; legal < 10000 && !HasFailure(); ++batch) {
    const char *device = devices[batch % 4];
    std::vector<Shape> shapes;
    for (unsigned i = 0; i < 250; ++i)
      shapes.push_back(random.next());
    evaluateStatic(device, shapes);
    std::vector<Arguments> arguments;
    evaluateDynamic(device, shapes, arguments);
    for (const Shape &shape : shapes) {
      if (shape.wanted && shape.got) {
        EXPECT_EQ(*shape.wanted, *shape.got) << describe(device, shape);
        ++legal;
      } else if (shape.wanted) {
        EXPECT_TRUE(isStricter(shape.gotReason)) << describe(device, shape);
        ++stricter;
      } else {
        // Of several reasons the checked form may name one that the static form does not know.
        bool same = shape.gotReason == shape.wantedReason;
        EXPECT_TRUE(!shape.got && (same || isStricter(shape.gotReason))) << describe(device, shape);
        refused += same;
      }
    }
  }
  std::printf("%u equal, %u refused by both for the same reason, %u by the checked form alone\n",
              legal, refused, stricter);
  EXPECT_GE(refused, 500u);
  EXPECT_LE(stricter, 1000u);
}

//===--- Generated C++ ----------------------------------------------------===//

/// Calls of generated functions, and what each prints: words or the reason of a refusal.
struct Program {
  std::string functions;  ///< C++ translation unit, self-contained
  std::string statements; ///< of main; `tell(f)` prints what f() gives
};

std::vector<std::string> compileAndRun(const Program &program) {
  auto folder =
      std::filesystem::temp_directory_path() / ("tilewright-law-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  {
    std::ofstream out(folder / "law.cpp");
    out << program.functions
        << "#include <functional>\nvoid tell(std::function<std::vector<uint32_t>()> call) {\n  try "
           "{\n"
        << "    for (uint32_t w : call()) std::printf(\"%08X \", w);\n"
        << "  } catch (const aie::npu::EncodingError &e) { std::printf(\"%s\", e.what()); }\n"
        << "  std::printf(\"\\n\");\n}\nint main() {\n"
        << program.statements << "}\n";
  }
  std::string base = (folder / "law").string();
  std::string build = std::string(TILEWRIGHT_CXX) + " -std=c++17 -O0 -Wall -Wextra -Werror " +
                      base + ".cpp -o " + base;
  EXPECT_EQ(std::system(build.c_str()), 0);
  EXPECT_EQ(std::system((base + " > " + base + ".txt").c_str()), 0);
  std::vector<std::string> lines;
  std::ifstream in(base + ".txt");
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  std::filesystem::remove_all(folder);
  return lines;
}

TEST(SequenceLaw, TransfersInGeneratedCpp) {
  // More shapes than needed: the verifier refuses some before there is code.
  Shapes random(7);
  std::vector<Shape> shapes;
  for (unsigned i = 0; i < 300; ++i)
    shapes.push_back(random.next());
  std::vector<Arguments> arguments;
  OwningOpRef<ModuleOp> module = evaluateDynamic("npu2", shapes, arguments);
  std::vector<aie::RuntimeSequenceOp> sequences;
  std::vector<std::string> wanted, calls;
  Program program;
  for (auto [i, sequence] : llvm::enumerate(sequencesOf(*module))) {
    if (sequence.getBody().front().empty())
      continue; // refused by the verifier
    sequences.push_back(sequence);
    std::string call = "generate_txn_s" + std::to_string(i) + "(";
    for (auto &[number, value] : arguments[i])
      call += (number > 1 ? ", " : "") + std::to_string(value);
    calls.push_back(call + ")");
    program.statements += "  tell([] { return aie_runtime::" + calls.back() + "; });\n";
    wanted.push_back(shapes[i].got ? hex(*shapes[i].got) : shapes[i].gotReason);
  }
  llvm::raw_string_ostream out(program.functions);
  ASSERT_TRUE(succeeded(codegen::translateToTxnCpp(sequences, /*selfContained=*/true, out)));
  std::vector<std::string> got = compileAndRun(program);
  ASSERT_EQ(got.size(), wanted.size());
  ASSERT_GE(got.size(), 200u);
  for (size_t i = 0; i < got.size(); ++i)
    EXPECT_EQ(got[i], wanted[i]) << calls[i];
}

//===--- Arithmetic -------------------------------------------------------===//

/// Sequences that write the two words of one operation's result.
struct Arithmetic {
  std::string text = "aie.device(npu1) {\n";
  std::vector<std::pair<std::string, std::vector<std::array<int64_t, 2>>>> sequences;

  void add(const std::string &operand, const std::string &result, const std::string &operation,
           std::vector<std::array<int64_t, 2>> values) {
    std::string name = "f" + std::to_string(sequences.size());
    text += "aie.runtime_sequence @" + name + "(%a: " + operand + ", %b: " + operand + ") {\n  " +
            operation + "\n  %k = arith.constant 32 : i64\n";
    if (result == "index")
      text += "  %w = arith.index_castui %r : index to i64\n";
    else if (result == "i64")
      text += "  %n = arith.constant 0 : i64\n  %w = arith.ori %r, %n : i64\n";
    else
      text += "  %w = arith.extui %r : " + result + " to i64\n";
    text += "  %h = arith.shrui %w, %k : i64\n  %l = arith.trunci %w : i64 to i32\n"
            "  %u = arith.trunci %h : i64 to i32\n  aiex.npu.dyn_write32(%l, %u) : i32, i32\n}\n";
    sequences.push_back({name, std::move(values)});
  }
};

unsigned widthOf(StringRef type) {
  unsigned width = 64;
  if (type != "index")
    type.drop_front().getAsInteger(10, width);
  return width;
}

std::vector<std::array<int64_t, 2>> valuesFor(StringRef type, StringRef operation) {
  unsigned width = widthOf(type);
  std::vector<int64_t> some = {0, 1};
  if (width > 1)
    for (int64_t value : {int64_t(2), int64_t(7), int64_t(-1), int64_t(-7), llvm::minIntN(width),
                          llvm::maxIntN(width)})
      some.push_back(value);
  std::vector<std::array<int64_t, 2>> pairs;
  bool isSignedDivision = operation.contains("divs") || operation.contains("rems");
  for (int64_t a : some)
    for (int64_t b : some) {
      // Without a meaning: shifts by the width or more, the quotient that does not fit.
      if (operation.contains("sh") && (b < 0 || b >= int64_t(width)))
        continue;
      if (isSignedDivision &&
          ((a == llvm::minIntN(width) && b == -1) || (width == 1 && a == 1 && b == 1)))
        continue;
      pairs.push_back({a, b});
    }
  return pairs;
}

Arithmetic allArithmetic() {
  Arithmetic all;
  const std::vector<std::string> types = {"index", "i64", "i32", "i16", "i8", "i1"};
  for (const std::string &type : types) {
    for (std::string op :
         {"addi",      "subi",      "muli",       "divui", "divsi", "remui", "remsi",
          "ceildivui", "ceildivsi", "floordivsi", "andi",  "ori",   "xori",  "shli",
          "shrui",     "shrsi",     "minsi",      "minui", "maxsi", "maxui"})
      all.add(type, type, "%r = arith." + op + " %a, %b : " + type, valuesFor(type, op));
    for (std::string predicate :
         {"eq", "ne", "slt", "sle", "sgt", "sge", "ult", "ule", "ugt", "uge"})
      all.add(type, "i1", "%r = arith.cmpi " + predicate + ", %a, %b : " + type,
              valuesFor(type, "cmpi"));
    for (const std::string &to : types) {
      bool index = type == "index" || to == "index";
      std::vector<std::string> casts;
      if (type != to && index)
        casts = {"index_cast", "index_castui"};
      else if (widthOf(to) > widthOf(type))
        casts = {"extui", "extsi"};
      else if (widthOf(to) < widthOf(type))
        casts = {"trunci"};
      for (const std::string &cast : casts)
        all.add(type, to, "%r = arith." + cast + " %a : " + type + " to " + to,
                valuesFor(type, cast));
    }
  }
  all.text += "}\n";
  return all;
}

TEST(SequenceLaw, ArithmeticInGeneratedCpp) {
  Arithmetic arithmetic = allArithmetic();
  auto module = parseSourceString<ModuleOp>(arithmetic.text, &context());
  ASSERT_TRUE(module);
  auto sequences = sequencesOf(*module);
  ASSERT_EQ(sequences.size(), arithmetic.sequences.size());
  Program program;
  std::vector<std::string> wanted, calls;
  for (auto [sequence, entry] : llvm::zip(sequences, arithmetic.sequences)) {
    Type type = sequence.getBody().getArgument(0).getType();
    std::string cpp = type.isIndex() ? "size_t"
                      : type.isInteger(1)
                          ? "bool"
                          : "int" + std::to_string(type.getIntOrFloatBitWidth()) + "_t";
    std::string pairs;
    for (auto [a, b] : entry.second) {
      Reports reports;
      auto words = codegen::evaluateSequence(sequence, {{0, a}, {1, b}});
      wanted.push_back(succeeded(words) ? hex(*words) : reports.reason());
      calls.push_back("@" + entry.first + "(" + std::to_string(a) + ", " + std::to_string(b) + ")");
      auto literal = [](int64_t v) {
        return v == INT64_MIN ? "INT64_MIN" : std::to_string(v) + "ll";
      };
      pairs += "{" + literal(a) + ", " + literal(b) + "}, ";
    }
    program.statements += "  {\n    static const int64_t pairs[][2] = {" + pairs +
                          "};\n    for (auto &p : pairs)\n" +
                          "      tell([&] { return aie_runtime::generate_txn_" + entry.first + "(" +
                          cpp + "(p[0]), " + cpp + "(p[1])); });\n  }\n";
  }
  llvm::raw_string_ostream out(program.functions);
  ASSERT_TRUE(succeeded(codegen::translateToTxnCpp(sequences, /*selfContained=*/true, out)));
  std::vector<std::string> got = compileAndRun(program);
  ASSERT_EQ(got.size(), wanted.size());
  for (size_t i = 0; i < got.size(); ++i) {
    size_t at = arithmetic.text.find(calls[i].substr(0, calls[i].find('(') + 1));
    EXPECT_EQ(got[i], wanted[i]) << calls[i] << " of\n" << arithmetic.text.substr(at, 120);
  }
  std::printf("%zu calls of %zu functions\n", got.size(), sequences.size());
}

//===--- Counts -----------------------------------------------------------===//

TEST(SequenceLaw, WordsPerLoop) {
  auto module = parseSourceString<ModuleOp>(R"(
    aie.device(npu1) {
      aie.runtime_sequence @parameterized_sequence(%writes: index, %base: index) {
        %c0 = arith.constant 0 : index
        %c1 = arith.constant 1 : index
        %c4 = arith.constant 4 : index
        scf.for %i = %c0 to %writes step %c1 {
          %bytes = arith.muli %i, %c4 : index
          %address = arith.addi %base, %bytes : index
          aiex.npu.dyn_write32(%address, %i) : index, index
        }
      }
    })",
                                            &context());
  ASSERT_TRUE(module);
  for (auto [writes, words] : {std::pair(4, 28u), std::pair(16, 100u), std::pair(64, 388u)}) {
    auto got = codegen::evaluateSequence(sequencesOf(*module).front(), {{0, writes}, {1, 4096}});
    ASSERT_TRUE(succeeded(got));
    EXPECT_EQ(got->size(), words);
    EXPECT_EQ((*got)[3], 4 * words);
  }
}

} // namespace
