package dev.slipway.core.registry;

import java.util.List;

/** Whether something may be removed from the registry, and what that means. */
public sealed interface Removal {
  /**
   * What somebody wants removed.
   *
   * @param repository within the registry
   * @param reference a tag or a digest
   * @param allTags whether the image may go although other tags lead to it
   * @param referrers whether what refers to it may go with it
   */
  record Wish(String repository, String reference, boolean allTags, boolean referrers) {}

  /**
   * Images go.
   *
   * @param digests in the order in which they have to: what names others first
   * @param tags that lead to one of them, and are gone too
   */
  record OfImages(List<String> digests, List<String> tags) implements Removal {
    public OfImages {
      digests = List.copyOf(digests);
      tags = List.copyOf(tags);
    }
  }

  /**
   * Only a tag goes.
   *
   * @param others that lead to the same image and stay, so that it does as well
   */
  record OfTag(String tag, String digest, List<String> others) implements Removal {
    public OfTag {
      others = List.copyOf(others);
    }
  }

  /** Nothing may go. */
  record Refused(List<Reason> reasons) implements Removal {
    public Refused {
      reasons = List.copyOf(reasons);
    }
  }

  /** There is no such thing. */
  record Absent() implements Removal {}

  /**
   * Why not.
   *
   * @param kind by which programs tell reasons apart
   * @param name of what is in the way: {@code v42}, a container's id, a digest, a tag
   * @param words in words, without a full stop
   * @param hint what to do about it
   */
  record Reason(Kind kind, String name, String words, String hint) {}

  /** What is in the way. */
  enum Kind {
    RELEASE,
    CONTAINER,
    INDEX,
    REFERRER,
    SUBJECT,
    TAG,
    UNKNOWN
  }
}
