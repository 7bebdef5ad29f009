package dev.slipway.core.account;

/** How the webhook of a repository stands at its forge. */
public sealed interface HookState {
  /** It is there and as it should be. */
  record Fine() implements HookState {}

  /** It was missing, switched off or different, and is as it should be again. */
  record Repaired(String what) implements HookState {}

  /** A person has to enter URL and secret at the forge. */
  record ByHand(String why) implements HookState {}
}
