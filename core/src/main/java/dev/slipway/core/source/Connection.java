package dev.slipway.core.source;

import dev.slipway.core.account.AccountId;

/**
 * How Slipway reaches a repository's forge.
 *
 * @param hookId the forge's id of the webhook that Slipway installed; empty where a person did
 */
public record Connection(AccountId account, String hookId) {}
