package dev.slipway.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import dev.slipway.core.registry.KnownRegistry;
import dev.slipway.core.registry.RegistryHost;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registries as an administrator adds, tests, changes and forgets them. */
class RegistryPagesIT {
  private static Desk desk;
  private Stage stage;
  private Page page;

  @BeforeAll
  static void sit() {
    desk = new Desk();
  }

  @AfterAll
  static void leave() {
    desk.close();
  }

  @BeforeEach
  void open() throws Exception {
    stage = new Stage();
    page = desk.open(stage, 1280, 900);
    page.navigate(stage.url("/settings/registries").toString());
  }

  @AfterEach
  void close() {
    page.context().close();
    stage.close();
  }

  @Test
  void aRegistryIsTriedKeptChangedAndForgotten() {
    assertThat(page.getByText("Slipway signs in nowhere")).isVisible();
    fill("carp");
    button("Test first").click();
    assertThat(page.getByRole(AriaRole.STATUS).getByText("cannot be used so")).isVisible();
    assertThat(page.getByText("It does not take the password.")).isVisible();
    assertThat(stage.registries.known.all()).isEmpty();

    fill(StageRegistries.PASSWORD);
    button("Save").click();
    assertThat(page.getByText("nothing has to be started again")).isVisible();
    assertThat(password()).isEqualTo(StageRegistries.PASSWORD);
    assertThat(page.content()).doesNotContain(StageRegistries.PASSWORD);

    button("Test ghcr.io").click();
    assertThat(page.getByRole(AriaRole.STATUS).getByText("can be used so")).isVisible();
    button("Change ghcr.io").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog.getByLabel("Password or token")).hasValue("");
    dialog.getByLabel("Speaks").selectOption("true");
    dialog.getByRole(AriaRole.BUTTON, named("Save")).click();
    assertThat(page.getByText("nothing has to be started again")).isVisible();
    assertThat(known().plainHttp()).isTrue();
    assertThat(password()).isEqualTo(StageRegistries.PASSWORD);

    button("Remove ghcr.io").click();
    page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON, named("Forget it")).click();
    assertThat(page.getByText("Nobody signs in with it any more")).isVisible();
    assertThat(stage.registries.known.all()).isEmpty();
    desk.listen("");
  }

  @Test
  void whatIsWrongStandsBesideItsFieldAndWhatWasTypedStays() {
    page.getByLabel("Host").fill("https://ghcr.io/");
    page.getByLabel("User name").fill("ada");
    button("Save").click();
    assertThat(page.getByLabel("Host")).hasAttribute("aria-invalid", "true");
    assertThat(page.getByLabel("Host")).hasValue("https://ghcr.io/");
    page.getByLabel("Host").fill("ghcr.io");
    page.getByLabel("Certificate").fill("swordfish");
    button("Save").click();
    assertThat(page.getByLabel("Certificate")).hasAttribute("aria-invalid", "true");
    assertThat(page.getByLabel("Password or token")).hasAttribute("aria-invalid", "true");
    assertThat(page.getByLabel("User name")).hasValue("ada");
    assertThat(stage.registries.known.all()).isEmpty();
    desk.listen("422");
  }

  private void fill(String password) {
    page.getByLabel("Host").fill("ghcr.io");
    page.getByLabel("User name").fill("ada");
    page.getByLabel("Password or token").fill(password);
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  private KnownRegistry known() {
    return stage.registries.known.find(new RegistryHost("ghcr.io")).orElseThrow();
  }

  private String password() {
    return Objects.requireNonNull(known().login()).password().reveal();
  }
}
