package dev.slipway.dashboard.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.core.pipeline.Problem;
import java.util.List;

/**
 * What an API answers instead of a result.
 *
 * @param type a stable URN by which programs tell problems apart
 * @param title the same for every problem of the type
 * @param detail what happened, to which thing, and what to do next
 * @param problems one by one, where several things are wrong
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
public record ProblemDetails(
    String type,
    String title,
    int status,
    String detail,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Problem> problems) {
  /** The media type of the JSON form. */
  public static final String MEDIA_TYPE = "application/problem+json";

  public ProblemDetails {
    problems = List.copyOf(problems);
  }

  /**
   * A problem without parts.
   *
   * @param name the last part of the type: lower case, with hyphens
   */
  public static ProblemDetails of(int status, String name, String title, String detail) {
    return new ProblemDetails("urn:slipway:problem:" + name, title, status, detail, List.of());
  }
}
