package dev.slipway.core.report;

import dev.slipway.core.account.AccountId;
import dev.slipway.core.source.RepositoryId;

/**
 * Something that a forge is to be told, held under a lease. It says what about, not what: that is
 * read from the records when it is told.
 *
 * @param account whose forge it is; reports of one account are limited together
 * @param failures how often telling it failed since it last succeeded
 * @param claim names this claim; who lost the lease holds one that no longer counts
 */
public record Report(
    Subject subject, RepositoryId repository, AccountId account, int failures, String claim) {}
