package dev.slipway.webhook.report;

import dev.slipway.core.account.Account;
import dev.slipway.core.account.ForgeException;
import dev.slipway.webhook.forge.ForgeApi;

/** Where the API of an account's forge is to be had; in the product {@code ForgeApis::of}. */
@FunctionalInterface
public interface Forges {
  ForgeApi of(Account account) throws ForgeException;
}
