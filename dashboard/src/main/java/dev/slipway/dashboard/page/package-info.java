/** The pages: what each template is given, and the files that they load. */
@NullMarked
package dev.slipway.dashboard.page;

import org.jspecify.annotations.NullMarked;
