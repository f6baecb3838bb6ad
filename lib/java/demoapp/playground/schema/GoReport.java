package demoapp.playground.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import demoapp.playground.schema.GoTextNode.Line;
import demoapp.playground.schema.GoTextNode.Row;
import demoapp.playground.schema.GoTextNode.Rows;
import demoapp.playground.schema.GoTextNode.Wrap;
import demoapp.playground.schema.GoValue.Kind;

/**
 * What changed from one value to another, as go-cmp's cmp.Diff writes it.
 *
 * @param mode 0: both sides; ' ', '-', '+': as unchanged, the old one, the new one
 * @param types which types are named
 * @param plain no String methods
 * @param level how much is shown: each level below shows less; -1: all
 */
record GoReport(int mode, Types types, boolean plain, int level) {
    private enum Types { ALWAYS, NEVER, COMPOSITE }

    private static final int CONTEXT = 2;
    private static final int PRESETS = 6;

    static String of(GoValue old, GoValue fresh) {
        var node = GoNode.of(old, fresh);
        if (node.different == 0) {
            return "";
        }
        var text = new StringBuilder();
        GoTextNode.indent(text, 0, 0);
        new GoReport(0, Types.ALWAYS, false, 0).node(node).compact(new StringBuilder(), 0).expand(text, 0, 0);
        return text.append('\n').toString();
    }

    private GoReport mode(int other) {
        return new GoReport(other, types, plain, level);
    }

    private GoReport types(Types other) {
        return new GoReport(mode, other, plain, level);
    }

    private GoReport level(int other) {
        return new GoReport(mode, types, plain, other);
    }

    private GoReport preset(int i) {
        return new GoReport(mode, types, plain || i > 0, Math.max(0, level) + 2 * i);
    }

    private GoTextNode node(GoNode node) {
        return level(mode == ' ' ? 1 : Math.max(level, 3)).shown(node);
    }

    private GoTextNode shown(GoNode node) {
        if (mode == 0 && node.chunked()) {
            return chunks(node);
        }
        if (node.depth == 0) {
            return leaf(node);
        }
        if (node.any().kind() == Kind.POINTER) {
            return new Wrap("&", node(node.target), "");
        }
        return typed(node.any(), records(node));
    }

    private GoTextNode chunks(GoNode node) {
        var text = GoChunks.of(node.old, node.fresh, level);
        return node.any().kind() == Kind.TEXT ? text : typed(node.any(), text);
    }

    /** Both sides are alike here, or only one is wanted. */
    private GoTextNode leaf(GoNode node) {
        if (mode == '-' || mode == '+') {
            var value = mode == '-' ? node.old : node.fresh;
            return value == null ? null : value(value);
        }
        var one = value(node.old);
        var other = value(node.fresh);
        return one.length() < other.length() ? one : other;
    }

    private GoTextNode typed(GoValue value, GoTextNode text) {
        if (types == Types.NEVER || types == Types.COMPOSITE && (!value.composite() || text.equals(GoTextNode.NIL)
                || mode == ' ')) {
            return text;
        }
        var wrapped = text instanceof Wrap wrap && (wrap.prefix().startsWith("{") || wrap.prefix().startsWith("("));
        return new Wrap(value.type(), wrapped ? text : new Wrap("(", text, ")"), "");
    }

    /** How many parts are shown on a level of one side. */
    private static int limit(int level) {
        return (1 << Math.min(16, Math.max(0, level))) >> 1 << 2;
    }

    private static Rows rows() {
        return new Rows();
    }

    private Wrap records(GoNode node) {
        var kind = node.any().kind();
        var inner = types(kind == Kind.STRUCT ? Types.COMPOSITE : Types.NEVER);
        if (mode == 0) {
            var name = kind == Kind.STRUCT ? "field" : kind == Kind.SLICE ? "element" : "entry";
            return Wrap.braces(inner.differences(name, node.records));
        }
        var most = mode == ' ' ? limit(level) : 1 << level << 1;
        var rows = rows();
        inner = inner.level(level - 1);
        for (var record : node.records) {
            if (rows.rows().size() == most) {
                rows.ellipsis(null);
                break;
            }
            var old = record.node().old;
            var fresh = record.node().fresh;
            var zero = mode == ' ' ? old.zero() || fresh.zero()
                    : mode == '-' ? old != null && old.zero() : fresh != null && fresh.zero();
            var text = kind == Kind.STRUCT && zero ? null : inner.node(record.node());
            if (text != null) {
                rows.add(0, record.key(), text);
            }
        }
        return Wrap.braces(rows);
    }

    /** What changed, with what stands next to it. */
    private Rows differences(String name, List<GoNode.Record> records) {
        var most = 1 << level << 1;
        var inner = level(level - 1);
        var rows = rows();
        var changes = 0;
        GoStats left = null;
        var groups = groups(name, records);
        var from = 0;
        for (var i = 0; i < groups.size(); i++) {
            var group = groups.get(i);
            if (changes >= most) {
                left = left == null ? group : left.plus(group);
                continue;
            }
            var to = from + group.identical() + group.changes();
            if (group.changes() == 0) {
                inner.mode(' ').unchanged(rows, records.subList(from, to), group, i > 0, i < groups.size() - 1);
            } else {
                records.subList(from, to).forEach(record -> inner.change(rows, record));
                changes += group.changes();
            }
            from = to;
        }
        if (left != null) {
            rows.ellipsis(left);
        }
        return rows;
    }

    private void unchanged(Rows rows, List<GoNode.Record> records, GoStats group, boolean after, boolean before) {
        var all = records.size();
        var low = after ? Math.min(CONTEXT, all) : 0;
        var high = before ? Math.min(CONTEXT, all - low) : 0;
        if (all - low - high == 1) {
            high++;
        }
        records.subList(0, low).forEach(record -> rows.add(0, record.key(), node(record.node())));
        if (all > low + high) {
            rows.ellipsis(group.identical(all - low - high));
        }
        records.subList(all - high, all).forEach(record -> rows.add(0, record.key(), node(record.node())));
    }

    private void change(Rows rows, GoNode.Record record) {
        var node = record.node();
        if (node.chunked()) {
            rows.add(0, record.key(), chunks(node));
        } else if (node.below == node.depth) {
            var old = mode('-').node(node);
            var fresh = mode('+').node(node);
            for (var i = 0; i <= PRESETS && old != null && old.equals(fresh); i++) {
                old = preset(i).mode('-').node(node);
                fresh = preset(i).mode('+').node(node);
            }
            if (old != null) {
                rows.add('-', record.key(), old);
            }
            if (fresh != null) {
                rows.add('+', record.key(), fresh);
            }
        } else {
            rows.add(0, record.key(), node(node));
        }
    }

    private static List<GoStats> groups(String name, List<GoNode.Record> records) {
        return GoStats.grouped(records.stream().map(record -> {
            var node = record.node();
            return node.different == 0 ? new GoStats(name, 1, 0, 0, 0) : node.fresh == null
                    ? new GoStats(name, 0, 1, 0, 0) : node.old == null ? new GoStats(name, 0, 0, 1, 0)
                    : new GoStats(name, 0, 0, 0, 1);
        }).toList());
    }

    /** One value, all of it that the level allows. */
    private GoTextNode value(GoValue value) {
        if (!plain && value.string() != null) {
            return text("s", value.string());
        }
        return switch (value.kind()) {
            case TEXT -> typed(value, text("", value.scalar().toString()));
            case NUMBER, TRUTH -> typed(value, new Line(value.scalar().toString()));
            case POINTER -> value.nil() ? typed(value, GoTextNode.NIL)
                    : new Wrap("&", value(value.parts().get(0).value()), "");
            default -> typed(value, value.nil() ? GoTextNode.NIL : parts(value));
        };
    }

    private Wrap parts(GoValue value) {
        var struct = value.kind() == Kind.STRUCT;
        var inner = types(struct ? Types.COMPOSITE : Types.NEVER).level(level - 1);
        var rows = rows();
        for (var part : value.parts()) {
            if (struct && part.value().zero()) {
                continue;
            }
            if (rows.rows().size() == limit(level)) {
                rows.ellipsis(null);
                break;
            }
            rows.add(0, part.key(), inner.value(part.value()));
        }
        return Wrap.braces(rows);
    }

    private GoTextNode text(String prefix, String text) {
        var size = 1 << Math.max(0, level) << 5;
        var most = 1 << Math.max(0, level) << 2;
        var lines = Arrays.stream(text.replaceFirst("\n$", "").split("\n", -1))
                .map(line -> line.replaceFirst("\r$", "").replaceFirst("^\r", "")).toList();
        if (lines.size() < 4 || mode != '-' && mode != '+' || lines.stream().anyMatch(line ->
                line.startsWith("\"\"\"") || !GoChunks.showable(line) || GoTextNode.bytes(line) > size)) {
            return new Line(prefix + (GoTextNode.bytes(text) > size + 3 ? GoQuote.of(GoQuote.cut(text, size)) + "..."
                    : GoQuote.of(text)));
        }
        var rows = rows();
        rows.rows().add(new Row(mode, "", new Line(prefix + "\"\"\""), true, null));
        for (var i = 0; i < lines.size(); i++) {
            var left = lines.size() - i;
            if (i == most - 1 && left > 1) {
                rows.rows().add(new Row(mode, "", GoTextNode.ELLIPSIS, true, left + " elided lines"));
                break;
            }
            rows.rows().add(new Row(mode, "", new Line(lines.get(i)), true, null));
        }
        rows.rows().add(new Row(mode, "", new Line(prefix + "\"\"\""), true, null));
        return new Wrap("(", rows, ")");
    }
}
