package dev.slipway.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.source.RepositoryId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleTest {
  @Test
  void eachRoleCoversTheOnesBeforeIt() {
    List<Role> roles = List.of(Role.values());
    for (Role has : roles) {
      for (Role needed : roles) {
        boolean before = roles.indexOf(needed) <= roles.indexOf(has);
        assertThat(has.covers(needed)).isEqualTo(before);
        assertThat(has.orLess(needed)).isEqualTo(before ? needed : has);
      }
      assertThat(Role.of(has.id())).isEqualTo(has);
    }
    assertThatExceptionOfType(InvalidValueException.class)
        .isThrownBy(() -> Role.of("root"))
        .withMessageContaining("viewer, developer, maintainer, administrator");
  }

  @Test
  void aPrincipalWithALimitSeesNothingElse() {
    RepositoryId shop = new RepositoryId("repo_1");
    Principal limited = new Principal("ada", Role.VIEWER, Set.of(shop));
    assertThat(limited.sees(shop)).isTrue();
    assertThat(limited.sees(new RepositoryId("repo_2"))).isFalse();
    assertThat(new Principal("ada", Role.VIEWER).sees(shop)).isTrue();
  }

  @Test
  void namesOfUsersStandInPathsAndSentences() {
    assertThat(User.checkName("ada.l-1")).isEqualTo("ada.l-1");
    for (String wrong : new String[] {"", "Ada", "-a", "a b", "a/b", "ä", "a".repeat(40)}) {
      assertThatExceptionOfType(InvalidValueException.class)
          .isThrownBy(() -> User.checkName(wrong));
    }
  }
}
