package dev.slipway.registrysync.inventory;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.Removal;
import dev.slipway.core.registry.Removal.Kind;
import dev.slipway.core.registry.Removal.Reason;
import dev.slipway.registrysync.oci.Answers;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.RemoteRepository;
import dev.slipway.registrysync.wire.Ask;
import dev.slipway.registrysync.wire.RegistryHttp;
import dev.slipway.registrysync.wire.Scope;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Removes what was found to be removable. */
final class Deletions {
  /** How registries answer that remove no single tags; the first is the specification's word. */
  private static final Set<Integer> UNSUPPORTED = Set.of(405, 400, 404, 501);

  private static final int NOT_ALLOWED = 405;
  private static final int GONE = 404;

  private final RemoteRepository repository;
  private final RegistryHttp http;

  Deletions(RemoteRepository repository, RegistryHttp http) {
    this.repository = repository;
    this.http = http;
  }

  /** Removes images with all their tags, in this order. */
  Removal ofImages(Removal.OfImages images) throws RegistryException, InterruptedException {
    List<String> gone = new ArrayList<>();
    for (String digest : images.digests()) {
      HttpResponse<byte[]> response = delete(digest);
      if (response.statusCode() / 100 != 2 && response.statusCode() != GONE) {
        throw refusal(response, digest, gone);
      }
      gone.add(digest);
    }
    return images;
  }

  private RegistryException refusal(
      HttpResponse<byte[]> response, String digest, List<String> gone) {
    String before = gone.isEmpty() ? "" : "; gone already: " + String.join(", ", gone);
    if (response.statusCode() == NOT_ALLOWED) {
      return new RegistryException(
          "the registry " + http.registry() + " lets nobody remove images" + before,
          "allow it in its configuration; CNCF Distribution has storage.delete.enabled for that");
    }
    RegistryException refused =
        Answers.refusal(http.registry(), response, "removes " + repository.at(digest));
    return new RegistryException(refused.getMessage() + before, refused.hint(), refused);
  }

  /** Removes one tag of several; a registry that cannot do that is left as it is. */
  Removal ofTag(Removal.OfTag tag) throws RegistryException, InterruptedException {
    HttpResponse<byte[]> response = delete(tag.tag());
    Optional<Digest> left = repository.find(tag.tag());
    if (left.isPresent() && UNSUPPORTED.contains(response.statusCode())) {
      return new Removal.Refused(List.of(onlyWhole(tag)));
    }
    if (left.isPresent() || (response.statusCode() / 100 != 2 && response.statusCode() != GONE)) {
      throw Answers.refusal(http.registry(), response, "removes " + repository.at(tag.tag()));
    }
    return tag;
  }

  private Reason onlyWhole(Removal.OfTag tag) {
    String others = String.join(", ", tag.others());
    return new Reason(
        Kind.TAG,
        others,
        "the registry %s removes no single tags, only an image with all that lead to it, and %s"
                .formatted(http.registry(), tag.digest())
            + " is also tagged "
            + others,
        "to remove the image with all its tags, say so (tags=all); or push something else as "
            + tag.tag());
  }

  private HttpResponse<byte[]> delete(String reference)
      throws RegistryException, InterruptedException {
    String path = repository.name().path();
    return http.ask(
        Ask.of("DELETE", http.resource(path + "/manifests/" + reference), Scope.delete(path)));
  }
}
