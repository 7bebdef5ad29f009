package dev.slipway.core.account;

import dev.slipway.core.Secret;
import dev.slipway.core.source.Forge;
import java.net.URI;
import java.time.Instant;

/**
 * An account of a forge that was connected by its token.
 *
 * @param url where the forge's pages are, such as {@code https://github.com}, without a slash at
 *     the end; where its API is follows from it
 * @param login what the user is called there, for people to read
 * @param userId the forge's immutable id of the user
 */
public record Account(
    AccountId id,
    Forge forge,
    URI url,
    String login,
    String userId,
    Secret token,
    Instant connectedAt) {}
