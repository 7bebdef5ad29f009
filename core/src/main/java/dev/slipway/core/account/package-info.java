/** Accounts of forges that Slipway may act for. */
@NullMarked
package dev.slipway.core.account;

import org.jspecify.annotations.NullMarked;
