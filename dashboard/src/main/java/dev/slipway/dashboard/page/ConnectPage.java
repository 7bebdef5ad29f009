package dev.slipway.dashboard.page;

import dev.slipway.core.account.Account;
import java.util.List;

/** The accounts that are connected, and the form to connect one more. */
public record ConnectPage(List<Account> accounts, SentForm form) {
  public List<ForgeGuide> guides() {
    return ForgeGuide.all();
  }

  /** Which forge the form has chosen. */
  public boolean chosen(ForgeGuide guide) {
    String sent = form.value("forge");
    return guide.forge().id().equals(sent.isEmpty() ? "github" : sent);
  }
}
