package demoapp.playground.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;

import demoapp.playground.schema.GoValue.Kind;
import demoapp.playground.schema.GoValue.Part;

/** Two values compared; the one is null where only the other exists. */
final class GoNode {
    record Record(String key, GoNode node) { }

    final GoValue old;
    final GoValue fresh;
    /** Of a struct, a map or a slice. */
    final List<Record> records = new ArrayList<>();
    /** Of a pointer. */
    GoNode target;
    int same;
    int different;
    int compared;
    int below;
    int depth;

    private GoNode(GoValue old, GoValue fresh) {
        this.old = old;
        this.fresh = fresh;
    }

    GoValue any() {
        return old != null ? old : fresh;
    }

    boolean both() {
        return old != null && fresh != null;
    }

    static GoNode of(GoValue old, GoValue fresh) {
        var node = new GoNode(old, fresh);
        if (!node.both()) {
            node.leaf(false);
        } else if (old.compared() != null) {
            node.compared = 1;
            node.leaf(old.compared().equals(fresh.compared()));
        } else if (old.nil() || fresh.nil()) {
            node.leaf(old.nil() && fresh.nil());
        } else {
            node.compare();
        }
        return node;
    }

    private void compare() {
        switch (old.kind()) {
            case STRUCT -> {
                for (var i = 0; i < old.parts().size(); i++) {
                    add(old.parts().get(i).key(), old.parts().get(i).value(), fresh.parts().get(i).value());
                }
            }
            case MAP -> entries();
            case SLICE -> elements();
            case POINTER -> {
                target = of(old.parts().get(0).value(), fresh.parts().get(0).value());
                count(target);
            }
            default -> leaf(old.scalar().equals(fresh.scalar()));
        }
    }

    private void leaf(boolean equal) {
        same = equal ? 1 : 0;
        different = equal ? 0 : 1;
    }

    private void add(String key, GoValue one, GoValue other) {
        var node = of(one, other);
        records.add(new Record(key, node));
        count(node);
    }

    private void count(GoNode node) {
        same += node.same;
        different += node.different;
        compared += node.compared;
        below += node.below + 1;
        depth = Math.max(depth, node.depth + 1);
    }

    private void entries() {
        var keys = new TreeSet<String>();
        var values = List.of(new HashMap<String, GoValue>(), new HashMap<String, GoValue>());
        for (var side : List.of(0, 1)) {
            for (Part part : (side == 0 ? old : fresh).parts()) {
                keys.add(part.key());
                values.get(side).put(part.key(), part.value());
            }
        }
        keys.forEach(key -> add(key, values.get(0).get(key), values.get(1).get(key)));
    }

    private void elements() {
        var x = old.parts();
        var y = fresh.parts();
        var edits = GoEdits.of(x.size(), y.size(), (one, other) -> {
            var node = of(x.get(one).value(), y.get(other).value());
            return new GoEdits.Result(node.same, node.different);
        });
        var one = 0;
        var other = 0;
        for (var edit : edits) {
            add("", edit == GoEdits.INSERTED ? null : x.get(one++).value(),
                    edit == GoEdits.REMOVED ? null : y.get(other++).value());
        }
    }

    /** Texts and lists of numbers that are long enough are compared in chunks. */
    boolean chunked() {
        if (different == 0 || !both() || compared > 0) {
            return false;
        }
        if (old.kind() == Kind.TEXT) {
            return Math.min(GoTextNode.bytes(old.scalar().toString()), GoTextNode.bytes(fresh.scalar().toString()))
                    >= GoChunks.LEAST;
        }
        if (old.kind() != Kind.SLICE || !old.type().matches("\\[]int\\d+") || old.nil() || fresh.nil()) {
            return false;
        }
        var least = Math.min(old.parts().size(), fresh.parts().size());
        return least > 0 && (different > same || least >= GoChunks.LEAST);
    }
}
