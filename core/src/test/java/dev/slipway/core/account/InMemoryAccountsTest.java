package dev.slipway.core.account;

class InMemoryAccountsTest extends AccountsContract {
  @Override
  protected Accounts freshAccounts() {
    return new InMemoryAccounts();
  }
}
