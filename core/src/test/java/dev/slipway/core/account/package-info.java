/** The contract of the accounts, and a stand-in in memory. */
@NullMarked
package dev.slipway.core.account;

import org.jspecify.annotations.NullMarked;
