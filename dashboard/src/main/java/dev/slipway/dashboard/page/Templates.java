package dev.slipway.dashboard.page;

import dev.slipway.dashboard.http.Caller;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renders the templates, which were compiled with the rest of the code. Safe for concurrent use.
 */
public final class Templates {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, null, "dev.slipway.dashboard.templates");
  private final Assets assets;
  private final Clock clock;

  public Templates(Assets assets, Clock clock) {
    this.assets = assets;
    this.clock = clock;
  }

  /** What surrounds a page's content. */
  Shell shell(String title, String section, @Nullable Caller caller) {
    return new Shell(title, section, caller, assets, Mood.USUAL, clock.instant());
  }

  /** The whole page; {@code model} is what its template asks for as {@code page}. */
  String render(String name, Shell shell, Object model) {
    StringOutput output = new StringOutput();
    engine.render(name + ".jte", Map.of("shell", shell, "page", model), output);
    return output.toString();
  }
}
