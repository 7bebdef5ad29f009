package dev.slipway.core.masking;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds all of many patterns in one pass over a text, by the algorithm of Aho and Corasick. Where
 * one has got to in a text is a single number, so that the text may come in pieces. Immutable.
 *
 * <p>The forms of a secret are long and seldom share more than their beginnings, so a state is
 * seventeen bytes in arrays and most follow the one before them; the library at hand keeps a map
 * for each, and reads whole texts only.
 *
 * @see <a href="https://doi.org/10.1145/360825.360855">Efficient string matching: an aid to
 *     bibliographic search</a>
 */
final class Automaton {
  /** Nothing of any pattern was read. */
  static final int ROOT = 0;

  /** From how many characters on a pattern's beginning is telling, whatever its length. */
  private static final int TELLING_AT_MOST = 8;

  /** Fewer characters than this are never telling: too much other text ends in them. */
  private static final int TELLING_AT_LEAST = 4;

  private static final int ASCII = 128;

  private final int[] fromRoot = new int[ASCII];
  private final Map<Branch, Integer> branches = new HashMap<>();
  private int size = 1;

  /** By state: the character that leads into it. */
  private char[] label = new char[64];

  /** By state: whether it follows the state numbered before it. */
  private boolean[] follows = new boolean[64];

  /** By state: whether a state follows it that is not numbered after it. */
  private boolean[] branching = new boolean[64];

  /** By state: how many characters of a pattern were read. */
  private int[] depth = new int[64];

  /** By state: with how many characters a beginning of the shortest pattern there is telling. */
  private byte[] telling = new byte[64];

  /** By state: the state for the longest end of what was read that begins another pattern. */
  private int[] fallback;

  /** By state: the length of the longest pattern that ends there; 0 for none. */
  private int[] ending;

  Automaton(Collection<String> patterns) {
    ending = new int[64];
    int[] parent = new int[64];
    for (String pattern : patterns) {
      parent = insert(pattern, parent);
    }
    fallback = new int[size];
    int[] order = byDepth();
    for (int state : order) {
      if (parent[state] != ROOT) {
        fallback[state] = next(fallback[parent[state]], label[state]);
      }
      ending[state] = Math.max(ending[state], ending[fallback[state]]);
    }
  }

  /** The state after one more character. */
  int next(int state, char character) {
    int from = state;
    while (from != ROOT) {
      int child = child(from, character);
      if (child != ROOT) {
        return child;
      }
      from = fallback[from];
    }
    return child(ROOT, character);
  }

  /** Of how many of the last characters it may become a match. */
  int depth(int state) {
    return depth[state];
  }

  /** How many of the last characters are a match; 0 where none ends here. */
  int ending(int state) {
    return ending[state];
  }

  /**
   * How many of the last characters are so much of a pattern that they must not be seen although
   * the rest of it is missing: half of it, or eight characters, but at least four.
   */
  int telling(int state) {
    int from = state;
    while (from != ROOT && depth[from] < telling[from]) {
      from = fallback[from];
    }
    return depth[from];
  }

  private int child(int state, char character) {
    if (state == ROOT && character < ASCII) {
      return fromRoot[character];
    }
    int after = state + 1;
    if (after < size && follows[after] && label[after] == character) {
      return after;
    }
    return branching[state] ? branches.getOrDefault(new Branch(state, character), ROOT) : ROOT;
  }

  private int[] insert(String pattern, int[] parents) {
    int[] parent = parents;
    int half = (pattern.length() + 1) / 2;
    byte shortest = (byte) Math.clamp(half, TELLING_AT_LEAST, TELLING_AT_MOST);
    int state = ROOT;
    for (int i = 0; i < pattern.length(); i++) {
      char character = pattern.charAt(i);
      int child = child(state, character);
      if (child == ROOT) {
        if (size == label.length) {
          grow();
          parent = Arrays.copyOf(parent, label.length);
        }
        child = add(state, character);
        parent[child] = state;
        telling[child] = shortest;
      }
      telling[child] = (byte) Math.min(telling[child], shortest);
      state = child;
    }
    ending[state] = pattern.length();
    return parent;
  }

  private int add(int state, char character) {
    int child = size++;
    label[child] = character;
    depth[child] = depth[state] + 1;
    if (state == ROOT && character < ASCII) {
      fromRoot[character] = child;
    } else if (state == child - 1 && state != ROOT) {
      follows[child] = true;
    } else {
      branching[state] = true;
      branches.put(new Branch(state, character), child);
    }
    return child;
  }

  private void grow() {
    int larger = 2 * label.length;
    label = Arrays.copyOf(label, larger);
    follows = Arrays.copyOf(follows, larger);
    branching = Arrays.copyOf(branching, larger);
    depth = Arrays.copyOf(depth, larger);
    telling = Arrays.copyOf(telling, larger);
    ending = Arrays.copyOf(ending, larger);
  }

  /** All states but the root, those with fewer characters first. */
  private int[] byDepth() {
    int deepest = 0;
    for (int state = 1; state < size; state++) {
      deepest = Math.max(deepest, depth[state]);
    }
    int[] place = new int[deepest + 2];
    for (int state = 1; state < size; state++) {
      place[depth[state] + 1]++;
    }
    for (int i = 1; i < place.length; i++) {
      place[i] += place[i - 1];
    }
    int[] order = new int[size - 1];
    for (int state = 1; state < size; state++) {
      order[place[depth[state]]++] = state;
    }
    return order;
  }

  private record Branch(int state, char character) {}
}
