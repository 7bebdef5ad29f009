package dev.slipway.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/main.c:3:14: error: expected ';'",
        "src/a.ts(3,4): error TS2304: Cannot find name 'x'.",
        "error[E0382]: borrow of moved value",
        "error: could not compile `shop`",
        "Error: PAYMENT_URL is not set",
        "ERROR: failed to solve",
        "[ERROR] COMPILATION ERROR :",
        "npm ERR! code ELIFECYCLE",
        "npm error code 1",
        "E: Unable to locate package",
        "fatal: not a git repository",
        "panic: runtime error: index out of range",
        "java.lang.NullPointerException",
        "Caused by: java.io.IOException: no space",
        "TypeError: undefined is not a function",
        "  AssertionError: expected 19.99, got 20.00",
        "FAIL src/totals.test.js",
        "--- FAIL: TestTotals (0.00s)",
        "✗ totals are rounded",
        "  ✖ 3 problems",
        "Traceback (most recent call last):",
        "::error file=a.js::no",
      })
  void whatReportsAnErrorIsOne(String line) {
    assertThat(ErrorLine.is(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "✓ cart keeps its items",
        "Tests run: 12, Failures: 0, Errors: 0",
        "found 0 errors",
        "ERROR: no errors",
        "compiling error_handler.c",
        "copying errors.html",
        "failover is on",
        "retrying the failed download",
        "handles exceptions of the parser",
        "a fatal flaw, says the text",
      })
  void whatOnlySpeaksOfErrorsIsNone(String line) {
    assertThat(ErrorLine.is(line)).isFalse();
  }
}
