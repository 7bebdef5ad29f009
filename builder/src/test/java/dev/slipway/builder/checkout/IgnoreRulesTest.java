package dev.slipway.builder.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoreRulesTest {

  @ParameterizedTest(name = "{0} leaves out {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # plain names, and what is in a folder of that name
          a              | a             | true
          a              | b             | false
          a              | a/b/c         | true
          a              | x/a           | false
          a/b            | a/b           | true
          a/b            | a             | false
          a/b            | a/b/c         | true
          a              | ab            | false
          # slashes around, dots between
          /a             | a             | true
          /a             | x/a           | false
          a/             | a             | true
          a/             | a/b           | true
          ./a            | a             | true
          a//b           | a/b           | true
          a/./b          | a/b           | true
          a/../b         | b             | true
          a/../b         | a             | false
          ../a           | a             | false
          /../a          | a             | true
          .              | a             | false
          # a star stays within a name
          *              | a             | true
          *              | .a            | true
          *              | a/b           | true
          *.md           | README.md     | true
          *.md           | docs/a.md     | false
          */*.md         | docs/a.md     | true
          */*.md         | a.md          | false
          */*.md         | x/docs/a.md   | false
          a*c            | abbc          | true
          a*c            | a/c           | false
          a*/b           | abc/b         | true
          a*b*c          | axbyc         | true
          # a question mark is one character
          a?             | ab            | true
          a?             | a             | false
          a?             | abc           | false
          a?b            | a/b           | false
          # two stars cross folders and also stand for none
          **             | a             | true
          **             | a/b/c         | true
          **/a           | a             | true
          **/a           | x/a           | true
          **/a           | x/y/a         | true
          **/a           | xa            | false
          **/*.md        | a.md          | true
          **/*.md        | x/y/a.md      | true
          **/*.md        | a.mdx         | false
          a/**           | a             | false
          a/**           | a/b           | true
          a/**           | a/b/c         | true
          a/**           | ab            | false
          a/**/b         | a/b           | true
          a/**/b         | a/x/b         | true
          a/**/b         | a/x/y/b       | true
          a/**/b         | a/xb          | false
          a/**/**/b      | a/b           | true
          **/a/**        | x/a/b         | true
          **/a/**        | a/b           | true
          **/a/**        | a             | false
          **/node_modules| node_modules  | true
          **/node_modules| x/node_modules/y.js | true
          **a            | a             | true
          **a            | x/a           | true
          **a            | xa            | false
          a**            | abc           | true
          a**            | a/b           | true
          a**            | b/a           | false
          # one of several characters
          [ab]           | a             | true
          [ab]           | c             | false
          [a-c]x         | bx            | true
          [a-c]x         | dx            | false
          [^a-c]x        | dx            | true
          [^a-c]x        | ax            | false
          a[^b]c         | a/c           | false
          [!a]           | !             | true
          [\\]]          | ]             | true
          [a\\-z]        | -             | true
          [a\\-z]        | b             | false
          # characters that mean something to regular expressions only
          a.b            | a.b           | true
          a.b            | axb           | false
          a+b            | a+b           | true
          a+b            | aab           | false
          (a)            | (a)           | true
          {a}            | {a}           | true
          $a^            | $a^           | true
          a&&b           | a&&b          | true
          # a backslash takes the meaning away
          \\*            | *             | true
          \\*            | a             | false
          \\a            | a             | true
          a\\?           | a?            | true
          a\\?           | ab            | false
          # letters are compared as they are, of any alphabet
          README         | readme        | false
          straße/*       | straße/größe  | true
          日本           | 日本/x        | true
          """)
  void aPatternMeansWhatItMeansToDocker(String pattern, String path, boolean excluded)
      throws Exception {
    assertThat(IgnoreRules.parse(".dockerignore", pattern).excludes(path)).isEqualTo(excluded);
  }

  @Test
  void laterLinesBeatEarlierOnes() throws Exception {
    IgnoreRules rules = rules("*.md", "!README*.md", "README-secret.md");
    assertThat(rules.excludes("a.md")).isTrue();
    assertThat(rules.excludes("README.md")).isFalse();
    assertThat(rules.excludes("README-secret.md")).isTrue();
    IgnoreRules turned = rules("*.md", "README-secret.md", "!README*.md");
    assertThat(turned.excludes("README-secret.md")).isFalse();
  }

  @Test
  void aFileComesBackOutOfAFolderThatIsLeftOut() throws Exception {
    IgnoreRules rules = rules("*", "!src", "src/secret");
    assertThat(rules.mayIncludeAgain()).isTrue();
    assertThat(rules.excludes("a")).isTrue();
    assertThat(rules.excludes("src")).isFalse();
    assertThat(rules.excludes("src/a/b")).isFalse();
    assertThat(rules.excludes("src/secret/key")).isTrue();
    assertThat(rules("a", "!a/b/c").excludes("a/b/c")).isFalse();
    assertThat(rules("a", "!a/b/c").excludes("a/b/d")).isTrue();
    assertThat(rules("**/*.txt", "!keep/**").excludes("keep/a.txt")).isFalse();
  }

  @Test
  void commentsEmptyLinesAndSpacesAroundAreNoPatterns() throws Exception {
    IgnoreRules rules = rules("\uFEFF# comment", "", "   ", "  a  ", "! b", "#b");
    assertThat(rules.excludes("a")).isTrue();
    assertThat(rules.excludes("# comment")).isFalse();
    assertThat(rules.excludes("#b")).isFalse();
    assertThat(rules("x", "! x").excludes("x")).isFalse();
    assertThat(rules(" #a").excludes("#a")).isTrue();
    assertThat(IgnoreRules.parse(".dockerignore", "a\r\nb\r\n").excludes("b")).isTrue();
  }

  @Test
  void anEmptyFileLeavesNothingOut() throws Exception {
    assertThat(rules().excludes("a")).isFalse();
    assertThat(IgnoreRules.NONE.mayIncludeAgain()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"!", "!  ", "[", "[a", "[]", "a[]b", "[-a]", "[a-]", "[z-a]", "a\\", "[\\"})
  void aMalformedPatternIsRefusedWithItsLine(String pattern) {
    assertThatThrownBy(() -> rules("ok", pattern))
        .isInstanceOf(ContextRefusedException.class)
        .hasMessageContaining(".dockerignore, line 2");
  }

  private static IgnoreRules rules(String... lines) throws ContextRefusedException {
    return IgnoreRules.parse(".dockerignore", String.join("\n", lines));
  }
}
