/**
 * The only module that speaks Redis: records, queues, logs, tokens and the feed of changes. Each
 * move of a record is one Lua script in the resources beside this package; {@link
 * dev.slipway.store.Key} is the table of everything that is kept.
 */
@NullMarked
package dev.slipway.store;

import org.jspecify.annotations.NullMarked;
