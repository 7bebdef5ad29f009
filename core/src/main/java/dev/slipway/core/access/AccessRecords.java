package dev.slipway.core.access;

/** Everything that is kept about who may do what, and who did. */
public record AccessRecords(
    Users users, Tokens tokens, Sessions sessions, Tries tries, Audit audit) {}
