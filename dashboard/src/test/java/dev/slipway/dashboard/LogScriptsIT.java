package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The parts of the log viewer that need no page, in the browser that runs them. */
class LogScriptsIT {
  private static Stage stage;
  private static Desk desk;
  private static Page page;

  @BeforeAll
  static void open() throws Exception {
    stage = new Stage();
    desk = new Desk();
    page = desk.open(stage, 800, 600);
  }

  @AfterAll
  static void close() {
    desk.close();
    stage.close();
  }

  @Test
  void attributesOfTextAreReadAndGoOnInTheNextLine() {
    assertThat(looks("a\\x1b[1;31mb\\x1b[22mc\\x1b[0md"))
        .isEqualTo("[[\"a\",{}],[\"b\",{\"bold\":true,\"fg\":1}],[\"c\",{\"fg\":1}],[\"d\",{}]]");
    assertThat(looks("\\x1b[38;5;196mx\\x1b[48;2;1;2;3my\\x1b[39mz"))
        .isEqualTo(
            "[[\"x\",{\"fg\":\"rgb(255, 0, 0)\"}],"
                + "[\"y\",{\"fg\":\"rgb(255, 0, 0)\",\"bg\":\"rgb(1, 2, 3)\"}],"
                + "[\"z\",{\"bg\":\"rgb(1, 2, 3)\"}]]");
    assertThat(looks("\\x1b[97;104;3;4;7mx")).contains("\"fg\":15,\"bg\":12").contains("inverse");
    assertThat(
            run("ansi.js", "({ parse }) => parse('b', parse('\\x1b[32ma').look).runs[0].look.fg"))
        .isEqualTo("2");
  }

  @Test
  void everythingElseOfTerminalsIsDroppedAsOnTheServer() {
    assertThat(plain("\\x1b[2K\\x1b[1Aup\\x1b[?25l")).isEqualTo("\"up\"");
    assertThat(plain("\\x1b]8;;http://x\\x07link\\x1b]8;;\\x1b\\\\.")).isEqualTo("\"link.\"");
    assertThat(plain("a\\x00b\\bc\\x9bd\\u202ee")).isEqualTo("\"abcde\"");
    assertThat(plain("10%\\r60%\\r\\x1b[K")).isEqualTo("\"60%\"");
    assertThat(plain("10%\\r\\x1b[32m100%")).isEqualTo("\"100%\"");
  }

  @Test
  void groupsNestAndEndWithWhatIsAroundThem() {
    assertThat(
            walk(
                "group ::A, group ::B, group_end, group_end, group ::C",
                "[0,2,4,6,8]",
                10,
                "() => true"))
        .isEqualTo("A 1-2 B 3-4 5-6 7-8 C 9-10");
    assertThat(
            walk(
                "group ::A, group ::B, group_end, group_end, group ::C",
                "[0,2,4,6,8]",
                10,
                "() => false"))
        .isEqualTo("A 7-8 C");
  }

  @Test
  void sectionsEndByTheirNamesAndHeadingsByTheNextOne() {
    assertThat(
            walk(
                "section x::X, heading ::A, heading ::B, section_end x:, section_end y:",
                "[0,1,3,5,7]",
                9,
                "() => true"))
        .isEqualTo("X A 2-3 B 4-5 6-9");
    assertThat(walk("heading ::A, section x::X", "[0,2]", 5, "g => g.title === 'A'"))
        .isEqualTo("A 1-2 X");
  }

  @Test
  void operationsOfBuildKitComeInTurns() {
    assertThat(
            walk(
                "vertex 1::one, vertex 2::two, vertex 1::one, vertex_end 1::DONE 1.5s,"
                    + " vertex_end 2::CACHED",
                "[0,2,4,6,7]",
                9,
                "() => true"))
        .isEqualTo("one 1-2 two 3-4 one 5-9");
  }

  @Test
  void ofStepsSideBySideEachLineIsFoundByItsNumberAndByItsOffset() {
    assertThat(
            run(
                "runs.js",
                """
                ({ Runs }) => {
                  const runs = new Runs();
                  for (let i = 0; i < 1000; i++) runs.add(['a', 'b', 'c'][i * i % 3], i % 7);
                  for (let n = 1; n <= runs.total; n++) {
                    const { step, offset } = runs.place(n);
                    if (runs.number(step, offset) !== n) return n;
                  }
                  return [runs.place(0), runs.place(runs.total + 1)].every(each => !each);
                }
                """))
        .isEqualTo("true");
  }

  @Test
  void rowsAreFoundByTheirHeightsHoweverMuchIsMeasured() {
    assertThat(
            run(
                "rows.js",
                """
                ({ Rows }) => {
                  const rows = new Rows(20, 34);
                  rows.head('a');
                  rows.lines('a', 0, 5000);
                  rows.group('a', { from: 5000 });
                  rows.lines('a', 5001, 9000);
                  for (let i = 0; i < 9000; i += 13) rows.measure('a', i, 20 * (1 + i % 4));
                  rows.place();
                  for (let row = 0; row < rows.count; row += 7) {
                    if (rows.find(rows.top(row) + 1) !== row) return row;
                  }
                  const last = rows.count - 1;
                  return [rows.of('a', -1), rows.of('a', 10), rows.of('a', 5000), rows.of('a', 8999),
                    rows.top(last) + rows.heightAt(last) === rows.height];
                }
                """))
        .isEqualTo("[0,11,5001,9000,true]");
  }

  private static String looks(String line) {
    return run(
        "ansi.js", "({ parse }) => parse('" + line + "').runs.map(run => [run.text, run.look])");
  }

  private static String plain(String line) {
    return run("ansi.js", "({ plain }) => plain('" + line + "')");
  }

  /** Marks as {@code KIND ID::TITLE} at offsets; what is seen of them as titles and spans. */
  private static String walk(String marks, String offsets, int count, String isOpen) {
    String seen =
        run(
            "folds.js",
            """
            ({ Folds }) => {
              const folds = new Folds();
              const offsets = %s;
              '%s'.split(', ').forEach((mark, i) => {
                const [kind, rest = ''] = mark.split(/ (.*)/s);
                const [id, title = ''] = rest.split('::');
                folds.add({ kind, id: id.replace(/:$/, ''), title, open: false }, offsets[i], offsets[i] * 100);
              });
              const seen = [];
              folds.walk(%d, %s, (from, to) => seen.push(`${from}-${to}`), group => seen.push(group.title));
              return seen.join(' ');
            }
            """
                .formatted(offsets, marks, count, isOpen));
    return seen.substring(1, seen.length() - 1);
  }

  private static String run(String module, String script) {
    return Desk.run(page, module, script);
  }
}
