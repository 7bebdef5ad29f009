package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException;
import dev.slipway.webhook.forge.CommentBook.FoundComment;
import dev.slipway.webhook.forge.CommentBook.Page;
import dev.slipway.webhook.forge.CommentBook.Talk;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps one comment of ours per marker on a pull request; the same for each forge. */
final class Comments {
  private static final int MOST_PAGES = 10;

  private final CommentBook book;

  Comments(CommentBook book) {
    this.book = book;
  }

  /**
   * Changes the comment with that marker, or writes it where there is none yet.
   *
   * @param author the id of the user whose comment it must be
   */
  void write(Talk talk, String author, String marker, String markdown) throws ForgeException {
    String text = book.marker().mark(marker, markdown);
    Optional<FoundComment> ours = find(talk, author, book.marker().hidden(marker));
    if (ours.isPresent()) {
      book.change(talk, ours.get(), text);
    } else {
      book.add(talk, text);
    }
  }

  private Optional<FoundComment> find(Talk talk, String author, String hidden)
      throws ForgeException {
    List<FoundComment> before = List.of();
    @Nullable Integer from = 0;
    for (int read = 0; read < MOST_PAGES && from != null; read++) {
      Page page = book.page(talk, from);
      for (FoundComment comment : page.comments()) {
        if (comment.author().equals(author) && comment.text().contains(hidden)) {
          return Optional.of(comment);
        }
      }
      from = isTheSame(page.comments(), before) ? null : page.next();
      before = page.comments();
    }
    return Optional.empty();
  }

  /** A forge that knows no pages of comments answers with all of them each time. */
  private static boolean isTheSame(List<FoundComment> page, List<FoundComment> before) {
    return !page.isEmpty() && page.equals(before);
  }
}
