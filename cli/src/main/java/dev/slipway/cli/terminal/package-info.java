/** What the program was started in, and how it writes: tables for people, TSV for programs. */
@NullMarked
package dev.slipway.cli.terminal;

import org.jspecify.annotations.NullMarked;
