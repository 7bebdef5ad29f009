package dev.slipway.webhook.forge.testing;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A repository of a fake forge. Guarded by its forge. */
final class FakeRepository {
  final String name;
  final boolean admin;
  final boolean dockerfile;
  final URI cloneUrl;
  final List<FakeHook> hooks = new ArrayList<>();
  final List<FakeStatus> statuses = new ArrayList<>();
  final Map<Integer, List<FakeComment>> comments = new HashMap<>();
  final List<String> deployments = new ArrayList<>();
  final List<FakeDelivery> deliveries = new ArrayList<>();
  final List<String> redelivered = new ArrayList<>();

  /** By the id that all attempts to deliver them share. */
  final Map<String, FakeEvent> lost = new HashMap<>();

  FakeRepository(String name, boolean admin, boolean dockerfile, URI cloneUrl) {
    this.name = name;
    this.admin = admin;
    this.dockerfile = dockerfile;
    this.cloneUrl = cloneUrl;
  }

  String owner() {
    return name.substring(0, name.lastIndexOf('/'));
  }

  String slug() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  List<FakeComment> commentsOn(int pullRequest) {
    return comments.computeIfAbsent(pullRequest, _ -> new ArrayList<>());
  }
}
