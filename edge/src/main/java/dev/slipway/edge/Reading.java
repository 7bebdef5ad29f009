package dev.slipway.edge;

/** What came of reading a request's head. */
sealed interface Reading permits Ask, Unreadable {}
