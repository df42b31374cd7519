//===- Design.cpp - Mutates designs and compiles them ---------------------===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Parse -> verify -> print and parse again -> the driver's stages from placement to
// lowered runtime sequences -> the passes behind them, on mutations of valid designs.
// Whatever comes in, there must be a diagnostic or a result, never a crash or a hang.
//
// Random bytes would not get past the parser, so the mutator knows two ways to
// change a design and nothing else:
//
//  - textual: on the tokens of the file. Numbers become other numbers near the
//    limits that hardware has, names and keywords become others of the same
//    file, tokens and whole lines are dropped, doubled, swapped, or taken from
//    another design of the corpus (cross-over);
//  - structural: on the parsed module. Ops are erased (their results replaced by
//    other values of the type), moved, cloned; operands and attributes are
//    exchanged with those of other ops. The result is printed in generic form,
//    which may be invalid in ways that the custom syntax cannot say.
//
//===----------------------------------------------------------------------===//
#include "driver/Pipelines.h"
#include "driver/Registration.h"

#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/xxhash.h"
#include <random>

using namespace mlir;
using namespace tilewright;

namespace {

using Random = std::minstd_rand;

size_t pick(Random &random, size_t count) { return count ? random() % count : 0; }

//===--- The system under test --------------------------------------------===//

/// The options that change what the passes do, chosen by the input itself, so that a
/// finding repeats without anything but its file.
driver::Options optionsFor(StringRef text) {
  uint64_t bits = llvm::xxh3_64bits(text);
  auto oneIn = [&](unsigned n) {
    bool chosen = bits % n == 0;
    bits /= n;
    return chosen;
  };
  driver::Options options;
  options.dynamicObjectFifos = oneIn(4);
  options.packetObjectFifos = oneIn(8);
  options.controlOverlay = oneIn(4);
  options.allocScheme = oneIn(4) ? "basic-sequential" : oneIn(4) ? "bank-aware" : "";
  return options;
}

/// The passes behind the driver's stages, each on a copy of the compiled design. Upstream
/// conversions to LLVM are not what is tested here.
const char *const afterwards[] = {
    "aie.device(aie-find-flows)",
    "aie.device(convert-aie-to-transaction)",
    "aie-vector-to-pointer-loops,aie-hoist-vector-transfer-pointers",
    "aie.device(aie-localize-locks,aie-normalize-address-spaces,aie-transform-bfp-types),"
    "aie-standard-lowering,aiex-standard-lowering",
};

/// A context is used for many inputs, but not for ever: it keeps every attribute it has seen.
std::unique_ptr<MLIRContext> current;

void renewContext() {
  static unsigned uses = 0;
  if (current && ++uses % 200)
    return;
  static DialectRegistry *registry = [] {
    auto *made = new DialectRegistry;
    registerDialects(*made);
    registerPasses();
    return made;
  }();
  current = std::make_unique<MLIRContext>(*registry, MLIRContext::Threading::DISABLED);
  current->printOpOnDiagnostic(true);
}

MLIRContext &context() {
  if (!current)
    renewContext();
  return *current;
}

/// MLIR 22's own parser dereferences null on an array of indices, which `mlir-opt` does too
/// and nothing here can prevent.
bool crashesMLIR(StringRef text) {
  for (size_t at = 0; (at = text.find("array", at)) != StringRef::npos;) {
    at += StringRef("array").size();
    StringRef rest = text.drop_front(at).ltrim();
    if (rest.consume_front("<") && rest.ltrim().starts_with("index"))
      return true;
  }
  return false;
}

OwningOpRef<ModuleOp> parse(StringRef text, bool verify) {
  if (crashesMLIR(text))
    return {};
  return parseSourceString<ModuleOp>(text, ParserConfig(&context(), verify));
}

//===--- Textual mutation -------------------------------------------------===//

std::vector<StringRef> tokenize(StringRef text) {
  std::vector<StringRef> tokens;
  while (!text.empty()) {
    auto word = [](char c) {
      return llvm::isAlnum(c) || c == '_' || c == '%' || c == '@' || c == '^' || c == '.' ||
             c == '!' || c == '#';
    };
    size_t n = 1;
    if (word(text[0]))
      n = text.take_while(word).size();
    else if (text[0] == ' ')
      n = text.take_while([](char c) { return c == ' '; }).size();
    tokens.push_back(text.take_front(n));
    text = text.drop_front(n);
  }
  return tokens;
}

std::string mutateNumber(Random &random, StringRef old) {
  static const char *const values[] = {"0",
                                       "1",
                                       "2",
                                       "3",
                                       "4",
                                       "5",
                                       "7",
                                       "8",
                                       "15",
                                       "16",
                                       "17",
                                       "31",
                                       "32",
                                       "48",
                                       "63",
                                       "64",
                                       "255",
                                       "256",
                                       "1023",
                                       "1024",
                                       "4095",
                                       "8192",
                                       "65535",
                                       "65536",
                                       "524288",
                                       "1048576",
                                       "2147483647",
                                       "-1",
                                       "-2",
                                       "4294967295",
                                       "4294967296",
                                       "9223372036854775807",
                                       "-9223372036854775808"};
  int64_t number;
  if (pick(random, 2) && !old.getAsInteger(10, number))
    return std::to_string(uint64_t(number) + pick(random, 5) - 2);
  return values[pick(random, std::size(values))];
}

std::string mutateTokens(Random &random, StringRef text) {
  std::vector<StringRef> tokens = tokenize(text);
  std::vector<std::string> made(tokens.begin(), tokens.end());
  if (made.empty())
    return text.str();
  for (size_t edits = 1 + pick(random, 4); edits; --edits) {
    size_t at = pick(random, made.size());
    // Most tokens are blanks and brackets: prefer words.
    for (int tries = 0; tries < 20 && !llvm::isAlnum(made[at].empty() ? ' ' : made[at].back());
         ++tries)
      at = pick(random, made.size());
    char first = made[at].empty() ? ' ' : made[at][0];
    switch (pick(random, 6)) {
    case 0:
      made[at].clear();
      break;
    case 1:
      made[at] += made[pick(random, made.size())];
      break;
    case 2:
      std::swap(made[at], made[pick(random, made.size())]);
      break;
    default:
      if (llvm::isDigit(first)) {
        made[at] = mutateNumber(random, made[at]);
        break;
      }
      // A word of the same sort from elsewhere in the file.
      for (int tries = 0; tries < 50; ++tries) {
        size_t other = pick(random, tokens.size());
        bool sameSort =
            llvm::isAlpha(first) ? llvm::isAlpha(tokens[other][0]) : tokens[other][0] == first;
        if (sameSort && tokens[other] != made[at]) {
          made[at] = tokens[other].str();
          break;
        }
      }
    }
  }
  return llvm::join(made, "");
}

std::string mutateLines(Random &random, StringRef text, StringRef other) {
  SmallVector<StringRef> lines, others;
  text.split(lines, '\n');
  other.split(others, '\n');
  size_t at = pick(random, lines.size()), to = pick(random, lines.size());
  StringRef line = lines[at];
  switch (pick(random, 4)) {
  case 0:
    lines.erase(lines.begin() + at);
    break;
  case 1:
    lines.insert(lines.begin() + to, line);
    break;
  case 2:
    std::swap(lines[at], lines[to]);
    break;
  default:
    lines.insert(lines.begin() + to, others[pick(random, others.size())]);
  }
  return llvm::join(lines, "\n");
}

//===--- Structural mutation ----------------------------------------------===//

std::string print(ModuleOp module, OpPrintingFlags flags = {}) {
  std::string printed;
  llvm::raw_string_ostream stream(printed);
  module->print(stream, flags);
  return printed;
}

std::string mutateStructure(Random &random, StringRef text) {
  OwningOpRef<ModuleOp> module = parse(text, /*verify=*/false);
  if (!module)
    return mutateTokens(random, text);
  SmallVector<Operation *> ops;
  module->walk([&](Operation *op) {
    if (op != module->getOperation())
      ops.push_back(op);
  });
  if (ops.empty())
    return text.str();
  Operation *op = ops[pick(random, ops.size())], *other = ops[pick(random, ops.size())];
  auto valueLike = [&](Value old) -> Value {
    for (int tries = 0; tries < 50; ++tries) {
      Operation *definer = ops[pick(random, ops.size())];
      if (definer == old.getDefiningOp() ||
          old.getDefiningOp() && old.getDefiningOp()->isAncestor(definer))
        continue;
      for (Value value : definer->getResults())
        if (value.getType() == old.getType())
          return value;
    }
    return {};
  };
  switch (pick(random, 5)) {
  case 0: { // erase
    if (op->hasTrait<OpTrait::IsTerminator>() || op->getNumRegions() > 1)
      break;
    SmallVector<Value> replacements;
    for (Value result : op->getResults())
      if (!result.use_empty()) {
        Value value = valueLike(result);
        if (!value)
          return mutateTokens(random, text);
        result.replaceAllUsesWith(value);
      }
    bool usedInside = false;
    op->walk([&](Operation *inner) {
      usedInside |=
          inner != op && !inner->use_empty() &&
          llvm::any_of(inner->getUsers(), [&](Operation *u) { return !op->isAncestor(u); });
    });
    if (!usedInside)
      op->erase();
    break;
  }
  case 1: // move within its block
    if (!op->hasTrait<OpTrait::IsTerminator>() && !op->getBlock()->empty()) {
      auto at = op->getBlock()->begin();
      std::advance(at, pick(random, std::distance(op->getBlock()->begin(), op->getBlock()->end())));
      if (&*at != op)
        op->moveBefore(&*at);
    }
    break;
  case 2: // double
    if (!op->hasTrait<OpTrait::IsTerminator>())
      op->getBlock()->getOperations().insert(op->getIterator(), op->clone());
    break;
  case 3: // exchange an operand
    if (op->getNumOperands()) {
      OpOperand &operand = op->getOpOperand(pick(random, op->getNumOperands()));
      if (Value value = valueLike(operand.get()))
        operand.set(value);
    }
    break;
  default: // take an attribute from elsewhere, under its name or another
    if (!other->getAttrs().empty() && !op->getAttrs().empty()) {
      NamedAttribute from = other->getAttrs()[pick(random, other->getAttrs().size())];
      NamedAttribute to = op->getAttrs()[pick(random, op->getAttrs().size())];
      if (pick(random, 3) == 0)
        op->removeAttr(to.getName());
      else
        op->setAttr(pick(random, 2) ? to.getName() : from.getName(), from.getValue());
    }
  }
  return print(*module, OpPrintingFlags().printGenericOpForm());
}

/// The designs that the environment variable DESIGN_SEEDS names a folder of. libFuzzer
/// keeps no corpus without coverage of the compiler, so the mutator starts from these.
const std::vector<std::string> &seeds() {
  static const std::vector<std::string> read = [] {
    std::vector<std::string> texts;
    std::error_code code;
    const char *folder = std::getenv("DESIGN_SEEDS");
    for (llvm::sys::fs::directory_iterator file(folder ? folder : "", code), end;
         !code && file != end; file.increment(code))
      if (auto buffer = llvm::MemoryBuffer::getFile(file->path()))
        texts.push_back((*buffer)->getBuffer().str());
    llvm::sort(texts);
    return texts;
  }();
  return read;
}

size_t store(StringRef made, uint8_t *data, size_t maxSize) {
  size_t size = std::min(made.size(), maxSize);
  std::memcpy(data, made.data(), size);
  return size;
}

} // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t maxSize,
                                          unsigned seed) {
  Random random(seed + 1);
  std::string text(reinterpret_cast<char *>(data), size);
  if (!seeds().empty() && (size < 64 || pick(random, 2)))
    text = seeds()[pick(random, seeds().size())];
  ScopedDiagnosticHandler quiet(&context(), [](Diagnostic &) { return success(); });
  switch (pick(random, 4)) {
  case 0:
    return store(mutateLines(random, text, text), data, maxSize);
  case 1:
    return store(mutateStructure(random, text), data, maxSize);
  default:
    return store(mutateTokens(random, text), data, maxSize);
  }
}

extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t oneSize, const uint8_t *two,
                                            size_t twoSize, uint8_t *out, size_t maxSize,
                                            unsigned seed) {
  Random random(seed + 1);
  StringRef text(reinterpret_cast<const char *>(one), oneSize),
      other(reinterpret_cast<const char *>(two), twoSize);
  return store(mutateLines(random, text, other), out, maxSize);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::string text(reinterpret_cast<const char *>(data), size);
  renewContext(); // nothing holds on to the old one here
  MLIRContext &ctx = context();
  ScopedDiagnosticHandler quiet(&ctx, [](Diagnostic &diagnostic) {
    (void)diagnostic.str(); // printing a diagnostic must not crash either
    return success();
  });
  OwningOpRef<ModuleOp> module = parse(text, /*verify=*/true);
  if (!module)
    return 0;
  std::string printed = print(*module);
  // MLIR has no way to write the symbol "", which the generic form can give.
  if (!StringRef(printed).contains("<<INVALID EMPTY SYMBOL>>")) {
    OwningOpRef<ModuleOp> again = parse(printed, /*verify=*/true);
    if (!again || print(*again) != printed)
      abort(); // what is printed must read back, and print the same
  }

  auto run = [&](ModuleOp design, const std::string &passes) {
    PassManager manager(&ctx);
    if (failed(parsePassPipeline(passes, manager, llvm::errs())))
      abort(); // a pass of the pipeline is not registered
    return succeeded(manager.run(design));
  };
  driver::Options options = optionsFor(text);
  for (const driver::Pipeline &stage :
       {driver::placementPipeline(options), driver::tracePipeline(),
        driver::allocationPipeline(options), driver::routingPipeline(),
        driver::npuLoweringPipeline(options)})
    if (!run(*module, stage.passes))
      return 0;
  for (const char *passes : afterwards)
    run(*OwningOpRef<ModuleOp>(module->clone()), passes);
  return 0;
}
