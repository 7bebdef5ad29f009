package dev.slipway.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.log.LogMark.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogMarkTest {
  @Test
  void groupsAreBegunAndEndedAsOnGitHub() {
    assertThat(LogMark.of("::group::Install  "))
        .isEqualTo(new LogMark(Kind.GROUP, "", "Install", false));
    assertThat(LogMark.of("##[group]\u001b[36mInstall\u001b[0m"))
        .isEqualTo(new LogMark(Kind.GROUP, "", "Install", false));
    assertThat(LogMark.of("\u001b[36m::group::Install")).isNotNull();
    assertThat(LogMark.of("::endgroup::")).isEqualTo(new LogMark(Kind.GROUP_END, "", "", false));
  }

  @Test
  void sectionsAreBegunAndEndedAsOnGitLab() {
    assertThat(LogMark.of("\u001b[0Ksection_start:1700000000:deps\r\u001b[0K\u001b[1mInstall"))
        .isEqualTo(new LogMark(Kind.SECTION, "deps", "Install", true));
    assertThat(LogMark.of("section_start:1700000000:deps[collapsed=true]\r\u001b[0KInstall"))
        .isEqualTo(new LogMark(Kind.SECTION, "deps", "Install", false));
    assertThat(LogMark.of("section_start:1700000000:deps"))
        .isEqualTo(new LogMark(Kind.SECTION, "deps", "deps", true));
    assertThat(LogMark.of("section_end:1700000003:deps\r\u001b[0K"))
        .isEqualTo(new LogMark(Kind.SECTION_END, "deps", "", false));
  }

  @Test
  void headingsAreAsOnBuildkite() {
    assertThat(LogMark.of("--- Install"))
        .isEqualTo(new LogMark(Kind.HEADING, "", "Install", false));
    assertThat(LogMark.of("+++ :rocket: Test"))
        .isEqualTo(new LogMark(Kind.HEADING, "", ":rocket: Test", true));
    assertThat(LogMark.of("~~~ Clean up"))
        .isEqualTo(new LogMark(Kind.HEADING, "", "Clean up", false));
  }

  @Test
  void theOperationsOfBuildKitAreKnownByTheirNumbers() {
    assertThat(LogMark.of("#5 [web 2/4] RUN npm test"))
        .isEqualTo(new LogMark(Kind.VERTEX, "5", "[web 2/4] RUN npm test", false));
    assertThat(LogMark.of("#12 exporting to image"))
        .isEqualTo(new LogMark(Kind.VERTEX, "12", "exporting to image", false));
    assertThat(LogMark.of("#5 CACHED"))
        .isEqualTo(new LogMark(Kind.VERTEX_END, "5", "CACHED", false));
    assertThat(LogMark.of("#5 DONE 0.3s"))
        .isEqualTo(new LogMark(Kind.VERTEX_END, "5", "DONE 0.3s", false));
    assertThat(LogMark.of("#5 ERROR: process did not complete"))
        .extracting(mark -> mark == null ? null : mark.kind())
        .isEqualTo(Kind.VERTEX_END);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a line",
        "--- a/src/totals.js",
        "+++ b/src/totals.js",
        "+++ /dev/null",
        "--- FAIL: TestTotals (0.00s)",
        "--- PASS: TestTotals (0.00s)",
        "--- src/old.c\t2026-03-14 15:09:26",
        "---",
        "--- ",
        "------ T E S T S",
        "---- -----",
        "--- totals:test (default) @ shop ---",
        "#5 0.412 > shop@2.4.0 build",
        "#5 sha256:ab12 3.1MB / 9.4MB",
        "# a comment",
        "see ::group:: above",
        "my_section_start:1:x",
        "section_start:now:deps",
      })
  void otherLinesAreNoMarks(String line) {
    assertThat(LogMark.of(line)).isNull();
  }

  @Test
  void aTitleIsNoLongerThanAnybodyReads() {
    LogMark mark = LogMark.of("::group::" + "x".repeat(5000));
    assertThat(mark == null ? "" : mark.title()).hasSize(200);
  }
}
