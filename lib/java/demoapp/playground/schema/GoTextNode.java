package demoapp.playground.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Text as go-cmp lays it out: on one line where it fits and holds no change, else a line for each part.
 * A mode is 0 or ' ' (unchanged), '-' or '+'.
 */
sealed interface GoTextNode {
    int WIDTH = 80;
    Line NIL = new Line("nil");
    Line ELLIPSIS = new Line("...");

    /** Appends the one-line form; returns this, with what fits on a line made a Line. */
    GoTextNode compact(StringBuilder to, int mode);

    void expand(StringBuilder to, int mode, int indent);

    int length();

    static void indent(StringBuilder to, int mode, int indent) {
        to.append(mode == '-' ? "- " : mode == '+' ? "+ " : "  ").append("\t".repeat(indent));
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    record Line(String text) implements GoTextNode {
        @Override
        public GoTextNode compact(StringBuilder to, int mode) {
            to.append(text);
            return this;
        }

        @Override
        public void expand(StringBuilder to, int mode, int indent) {
            to.append(text);
        }

        @Override
        public int length() {
            return bytes(text);
        }
    }

    record Wrap(String prefix, GoTextNode value, String suffix) implements GoTextNode {
        static Wrap braces(Rows rows) {
            return new Wrap("{", rows, "}");
        }

        @Override
        public GoTextNode compact(StringBuilder to, int mode) {
            var start = to.length();
            to.append(prefix);
            var inner = value.compact(to, mode);
            to.append(suffix);
            return inner instanceof Line ? new Line(to.substring(start)) : new Wrap(prefix, inner, suffix);
        }

        @Override
        public void expand(StringBuilder to, int mode, int indent) {
            to.append(prefix);
            value.expand(to, mode, indent);
            to.append(suffix);
        }

        @Override
        public int length() {
            return bytes(prefix) + value.length() + bytes(suffix);
        }
    }

    /** @param comment null or what follows after // */
    record Row(int mode, String key, GoTextNode value, boolean noComma, Object comment) {
        Row(int mode, String key, GoTextNode value) {
            this(mode, key, value, false, null);
        }

        boolean line() {
            return value instanceof Line;
        }
    }

    record Rows(List<Row> rows) implements GoTextNode {
        Rows() {
            this(new ArrayList<>());
        }

        void add(int mode, String key, GoTextNode value) {
            rows.add(new Row(mode, key, value));
        }

        /** Says that something was left out here. */
        void ellipsis(GoStats stats) {
            var last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
            if (last == null || !last.value().equals(ELLIPSIS)) {
                rows.add(new Row(0, "", ELLIPSIS, true, stats));
            } else if (stats != null && last.comment() instanceof GoStats before) {
                rows.set(rows.size() - 1, new Row(0, "", ELLIPSIS, last.noComma(), before.plus(stats)));
            }
        }

        @Override
        public int length() {
            return rows.stream().mapToInt(row -> bytes(row.key()) + (row.key().isEmpty() ? 0 : 2)
                    + row.value().length()).sum() + 2 * Math.max(0, rows.size() - 1);
        }

        @Override
        public GoTextNode compact(StringBuilder to, int mode) {
            var start = to.length();
            var fresh = new ArrayList<Row>();
            var many = false;
            for (var row : rows) {
                to.append(fresh.isEmpty() ? "" : ", ").append(row.key()).append(row.key().isEmpty() ? "" : ": ");
                var value = row.value().compact(to, mode | row.mode());
                many |= row.mode() == '-' || row.mode() == '+' || !(value instanceof Line) || row.comment() != null;
                fresh.add(new Row(row.mode(), row.key(), value, row.noComma(), row.comment()));
            }
            many |= (mode == '-' || mode == '+') && bytes(to.substring(start)) > WIDTH;
            return many ? new Rows(fresh) : new Line(to.substring(start));
        }

        @Override
        public void expand(StringBuilder to, int mode, int indent) {
            if (!rows.isEmpty() && rows.stream().allMatch(row -> row.mode() == 0 && row.key().isEmpty() && row.line()
                    && row.comment() == null)) {
                batches(to, mode, indent + 1);
            } else {
                var keys = align(row -> row.key().isEmpty() || !row.line(), row -> runes(row.key()));
                var values = align(row -> !row.line() || row.value().equals(ELLIPSIS) || row.comment() == null,
                        row -> runes(((Line) row.value()).text()));
                for (var i = 0; i < rows.size(); i++) {
                    var row = rows.get(i);
                    to.append('\n');
                    indent(to, mode | row.mode(), indent + 1);
                    to.append(row.key()).append(row.key().isEmpty() ? "" : ": ").append(" ".repeat(keys[i]));
                    row.value().expand(to, mode | row.mode(), indent + 1);
                    to.append(row.noComma() ? "" : ",").append(" ".repeat(values[i]));
                    to.append(row.comment() == null ? "" : " // " + row.comment());
                }
            }
            to.append('\n');
            indent(to, mode, indent);
        }

        /** Short values share a line. */
        private void batches(StringBuilder to, int mode, int indent) {
            var batch = new StringBuilder();
            for (var row : rows) {
                var text = ((Line) row.value()).text();
                if (!batch.isEmpty() && bytes(batch.toString()) + bytes(text) + 2 > WIDTH) {
                    batch(to, mode, indent, batch);
                }
                batch.append(text).append(", ");
            }
            batch(to, mode, indent, batch);
        }

        private static void batch(StringBuilder to, int mode, int indent, StringBuilder batch) {
            to.append('\n');
            indent(to, mode, indent);
            to.append(batch.toString().replaceAll(" +$", ""));
            batch.setLength(0);
        }

        private static int runes(String text) {
            return text.codePointCount(0, text.length());
        }

        /** How many spaces each row needs to stand as wide as its neighbours; some rows part the neighbourhoods. */
        private int[] align(Predicate<Row> apart, ToIntFunction<Row> width) {
            var spaces = new int[rows.size()];
            var start = 0;
            for (var end = 0; end <= rows.size(); end++) {
                if (end == rows.size() || apart.test(rows.get(end))) {
                    var widest = rows.subList(start, end).stream().mapToInt(width).max().orElse(0);
                    for (var i = start; i < end; i++) {
                        spaces[i] = widest - width.applyAsInt(rows.get(i));
                    }
                    start = end + 1;
                }
            }
            return spaces;
        }
    }
}
