package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.source.RepositoryName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The comments on pull requests as one forge keeps them. */
interface CommentBook {
  /** How a comment of ours is marked there. */
  default Marker marker() {
    return Marker.HTML;
  }

  /**
   * Some of the comments.
   *
   * @param from 0, then what the page before says
   */
  Page page(Talk talk, int from) throws ForgeException;

  void add(Talk talk, String text) throws ForgeException;

  void change(Talk talk, FoundComment comment, String text) throws ForgeException;

  /**
   * Where people talk about one pull request.
   *
   * @param what says for people what is asked for
   */
  record Talk(String what, RepositoryName repository, int pullRequest) {}

  /**
   * A comment that is there.
   *
   * @param author the immutable id of the user who wrote it
   * @param version what the forge wants back with a change; 0 where it wants nothing
   */
  record FoundComment(String id, String author, String text, int version) {}

  /**
   * What a page held.
   *
   * @param next from where to read on; null after the last
   */
  record Page(List<FoundComment> comments, @Nullable Integer next) {
    public Page {
      comments = List.copyOf(comments);
    }
  }
}
