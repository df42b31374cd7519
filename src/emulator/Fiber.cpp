//===- Fiber.cpp - A function on a stack of its own -------------*- C++ -*-===//
//
// Part of Tilewright, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Switching is Boost.Context's. What is added here is what happens when a body
// goes wrong. Signals of the processor's making (SIGSEGV, SIGBUS, SIGFPE, SIGILL)
// that arrive while a fiber runs end that fiber only: the handler, on a stack of
// its own because the fiber's may be the culprit, jumps back into resume(), whose
// frame on the caller's stack is untouched since it switched away. The handlers
// are in place only while a CrashGuard lives, and pass on what is none of theirs.
//
//===----------------------------------------------------------------------===//
#include "emulator/Fiber.h"
#include "llvm/Support/ErrorHandling.h"
#include <csetjmp>
#include <csignal>
#include <new>
#include <sys/mman.h>
#include <utility>

namespace tilewright::emulator {

/// Generous: kernels written for the host's compiler may keep tables on the
/// stack. Pages that are not touched cost nothing.
static constexpr size_t stackBytes = 8 << 20, guardBytes = 64 << 10;

namespace {
/// Memory that the fiber itself has no say over.
struct BorrowedStack {
  void *memory;
  boost::context::stack_context allocate() { return {}; }
  void deallocate(boost::context::stack_context &) {}
};
} // namespace

Fiber::Fiber(std::function<void()> run) : body(std::move(run)) {
  stack = mmap(nullptr, stackBytes + guardBytes, PROT_READ | PROT_WRITE,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (stack == MAP_FAILED)
    llvm::report_fatal_error("no host memory for a core's stack");
  mprotect(stack, guardBytes, PROT_NONE); // stacks grow downwards
  boost::context::stack_context context;
  context.size = stackBytes;
  context.sp = static_cast<char *>(stack) + guardBytes + stackBytes;
  boost::context::preallocated place(context.sp, context.size, context);
  inside = boost::context::fiber(std::allocator_arg, place, BorrowedStack{stack},
                                 [this](boost::context::fiber &&caller) {
                                   outside = std::move(caller);
                                   body();
                                   ended = true;
                                   return std::move(outside);
                                 });
}

/// Lets go of a fiber whose destructor would unwind a stack.
static void forget(boost::context::fiber &fiber) {
  alignas(boost::context::fiber) char nowhere[sizeof(boost::context::fiber)];
  new (nowhere) boost::context::fiber(std::move(fiber));
}

Fiber::~Fiber() {
  forget(inside);
  forget(outside);
  munmap(stack, stackBytes + guardBytes);
}

void Fiber::suspend() { outside = std::move(outside).resume(); }

//===--- Crashes ----------------------------------------------------------===//

static constexpr int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
static thread_local sigjmp_buf *returnPoint = nullptr;
static thread_local int caught = 0;

static void handle(int signal) {
  if (!returnPoint) { // not from a fiber
    ::signal(signal, SIG_DFL);
    raise(signal);
    return;
  }
  caught = signal;
  siglongjmp(*returnPoint, 1);
}

static const char *nameOf(int signal) {
  switch (signal) {
  case SIGFPE:
    return "divided by zero";
  case SIGILL:
    return "executed an illegal instruction or reached a trap";
  default:
    return "accessed memory that does not exist, or overflowed its stack";
  }
}

struct CrashGuard::Saved {
  struct sigaction actions[std::size(signals)];
};

CrashGuard::CrashGuard() : saved(std::make_unique<Saved>()) {
  static thread_local char alternate[64 << 10];
  stack_t before{};
  sigaltstack(nullptr, &before);
  if (before.ss_flags & SS_DISABLE) {
    stack_t stack{};
    stack.ss_sp = alternate;
    stack.ss_size = sizeof alternate;
    sigaltstack(&stack, nullptr);
  }
  struct sigaction action{};
  action.sa_handler = handle;
  action.sa_flags = SA_ONSTACK | SA_NODEFER;
  for (size_t i = 0; i < std::size(signals); ++i)
    sigaction(signals[i], &action, &saved->actions[i]);
}

CrashGuard::~CrashGuard() {
  for (size_t i = 0; i < std::size(signals); ++i)
    sigaction(signals[i], &saved->actions[i], nullptr);
}

bool Fiber::resume() {
  sigjmp_buf point, *const before = returnPoint;
  if (sigsetjmp(point, 0)) {
    returnPoint = before;
    crashed = nameOf(caught);
    ended = true;
    return false;
  }
  returnPoint = &point;
  inside = std::move(inside).resume();
  returnPoint = before;
  return true;
}

} // namespace tilewright::emulator
