package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.gitlab4j.api.GitLabApi;
import org.gitlab4j.api.NotesApi;
import org.gitlab4j.api.models.Note;

/** The comments of GitLab, which calls them notes, and pull requests merge requests. */
final class GitLabNotes implements CommentBook {
  private static final int PER_PAGE = 100;

  private final ForgeClient client;
  private final NotesApi library;

  GitLabNotes(ForgeClient client, GitLabApi library) {
    this.client = client;
    this.library = library.getNotesApi();
  }

  @Override
  public Page page(Talk talk, int from) throws ForgeException {
    String project = talk.repository().value();
    List<Note> notes =
        client.through(
            talk.what(),
            () ->
                library.getMergeRequestNotes(
                    project, (long) talk.pullRequest(), from + 1, PER_PAGE));
    List<FoundComment> found = new ArrayList<>();
    for (Note note : notes) {
      found.add(
          new FoundComment(
              Long.toString(note.getId()),
              Objects.toString(note.getAuthor().getId()),
              String.valueOf(note.getBody()),
              0));
    }
    return new Page(found, notes.size() < PER_PAGE ? null : from + 1);
  }

  @Override
  public void add(Talk talk, String text) throws ForgeException {
    String project = talk.repository().value();
    client.through(
        talk.what(),
        () ->
            library.createMergeRequestNote(project, (long) talk.pullRequest(), text, null, false));
  }

  @Override
  public void change(Talk talk, FoundComment comment, String text) throws ForgeException {
    String project = talk.repository().value();
    long id = Long.parseLong(comment.id());
    client.through(
        talk.what(),
        () -> library.updateMergeRequestNote(project, (long) talk.pullRequest(), id, text));
  }
}
