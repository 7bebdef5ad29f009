package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.source.RepositoryName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryPathTest {

  @ParameterizedTest(name = "{0} is at {1}")
  @CsvSource({
    "acme/shop, acme/shop",
    "Acme/Shop, acme/shop",
    "group/sub/Name, group/sub/name",
    "acme/my.site_1-x, acme/my.site_1-x",
    "acme/a__b, acme/a__b",
    "acme/a--b, acme/a--b",
    "acme/a___b, acme/a-b",
    "acme/a._b, acme/a-b",
    "acme/a-.b, acme/a-b",
    "acme/a_-b, acme/a-b",
    "acme/a-_b, acme/a-b",
    "acme/shop-, acme/shop",
    "_acme/shop., acme/shop",
    "~ann/shop, ann/shop",
    "acme/_, acme/x",
  })
  void aNameThatTheRegistryWouldRefuseBecomesOneThatItTakes(String name, String path) {
    String found = RegistryPath.of(new RepositoryName(name));
    assertThat(found).isEqualTo(path);
    assertThat(found)
        .matches("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");
  }

  @Test
  void oneOfSeveralImagesHasItsNameAsTheLastPart() {
    assertThat(RegistryPath.of(new RepositoryName("acme/shop"), "Web")).isEqualTo("acme/shop/web");
  }
}
