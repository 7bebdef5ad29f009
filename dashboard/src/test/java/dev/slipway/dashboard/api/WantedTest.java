package dev.slipway.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WantedTest {
  private static final String SHA = "4a1b2c3d4e".repeat(4);

  @Test
  void everyWordMustFitSomeName() {
    assertThat(new Wanted("shop MAIN").rank("acme/shop", "main")).isPositive();
    assertThat(new Wanted("shop release").rank("acme/shop", "main")).isZero();
    assertThat(new Wanted("  ").rank("anything")).isPositive();
  }

  @Test
  void wholeNamesComeBeforeBeginningsAndThoseBeforeTheRest() {
    int whole = new Wanted("shop").rank("shop");
    int beginning = new Wanted("shop").rank("shopping");
    int word = new Wanted("shop").rank("acme/shop");
    int inside = new Wanted("shop").rank("bookshop");
    assertThat(whole).isGreaterThan(beginning);
    assertThat(beginning).isGreaterThan(word);
    assertThat(word).isGreaterThan(inside);
    assertThat(inside).isPositive();
  }

  @Test
  void buildsAreFoundByTheirNumberAndCommitsByTheirBeginning() {
    assertThat(new Wanted("41").rank("#41")).isEqualTo(new Wanted("#41").rank("#41"));
    assertThat(new Wanted("41").rank("#141")).isZero();
    assertThat(new Wanted("4a1b2c").rank(SHA)).isPositive();
    assertThat(new Wanted("1b2c3d").rank(SHA)).isZero();
  }

  @Test
  void twoLettersAreNotLookedForInsideOfWords() {
    assertThat(new Wanted("du").rank("production")).isZero();
    assertThat(new Wanted("duc").rank("production")).isPositive();
  }
}
