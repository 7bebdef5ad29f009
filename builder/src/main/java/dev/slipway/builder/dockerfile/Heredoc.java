package dev.slipway.builder.dockerfile;

/**
 * A text that follows the instruction which uses it.
 *
 * @param name the word that ends it; also the name of the file that COPY and ADD make of it
 * @param content with its line breaks, as it stands in the Dockerfile
 * @param expand whether variables in it are replaced: not when a part of its name is quoted
 * @param chomp whether leading tabs of each line are left out
 * @see <a href="https://docs.docker.com/reference/dockerfile/#here-documents">here-documents</a>
 */
public record Heredoc(String name, String content, boolean expand, boolean chomp) {
  /** The text as it is used, before variables are replaced. */
  public String text() {
    return chomp ? content.replaceAll("(?m)^\t+", "") : content;
  }

  Heredoc withContent(String other) {
    return new Heredoc(name, other, expand, chomp);
  }
}
