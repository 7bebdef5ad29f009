package dev.slipway.core.source;

import java.io.IOException;
import java.util.Map;

/** Asks repositories where their refs are just now. Safe for concurrent use. */
public interface RemoteHeads {
  /**
   * Branches and tags; a tag is at the commit that it finally points at.
   *
   * @throws IOException when the repository cannot be asked, in words for people
   */
  Map<GitRef, CommitSha> of(Repository repository) throws IOException;
}
