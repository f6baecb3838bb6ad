package demoapp.playground.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * Which items of one list became which of another, as go-cmp finds it: greedily, from both ends by turns.
 * Not the shortest way, but the same way.
 */
final class GoEdits {
    /** I identical, M modified, X only in the old list, Y only in the new one. */
    static final char SAME = 'I';
    static final char MODIFIED = 'M';
    static final char REMOVED = 'X';
    static final char INSERTED = 'Y';

    /** Compares two items by their place. */
    interface Comparison {
        Result of(int x, int y);
    }

    record Result(int same, int different) {
        boolean equal() {
            return different == 0;
        }

        boolean similar() {
            return same + 1 >= different;
        }
    }

    /** What has been settled from one end. */
    private final class Path {
        private final int step;
        private int x;
        private int y;
        private final List<Character> edits = new ArrayList<>();

        Path(int step, int x, int y) {
            this.step = step;
            this.x = x;
            this.y = y;
        }

        Result next() {
            return step > 0 ? comparison.of(x, y) : comparison.of(x - 1, y - 1);
        }

        void add(char edit) {
            edits.add(edit);
            x += edit == INSERTED ? 0 : step;
            y += edit == REMOVED ? 0 : step;
        }

        void connect(int toX, int toY) {
            while (x != toX && y != toY) {
                var result = next();
                var wide = Math.abs(toX - x) - Math.abs(toY - y);
                add(result.equal() ? SAME : result.similar() ? MODIFIED
                        : wide > 0 || wide == 0 && step > 0 ? REMOVED : INSERTED);
            }
            while (x != toX) {
                add(REMOVED);
            }
            while (y != toY) {
                add(INSERTED);
            }
        }
    }

    private final Comparison comparison;
    private final Path forward;
    private final Path back;
    private int forwardX;
    private int forwardY;
    private int backX;
    private int backY;
    private int budget;

    private GoEdits(int x, int y, Comparison comparison) {
        this.comparison = comparison;
        this.forward = new Path(1, 0, 0);
        this.back = new Path(-1, x, y);
        this.backX = x;
        this.backY = y;
        this.budget = 4 * (x + y);
    }

    static List<Character> of(int x, int y, Comparison comparison) {
        return new GoEdits(x, y, comparison).search();
    }

    static long distance(List<Character> edits) {
        return edits.stream().filter(edit -> edit != SAME).count();
    }

    private boolean open() {
        return forwardX < backX && forwardY < backY && budget > 0;
    }

    private List<Character> search() {
        while (open()) {
            ahead();
            if (open()) {
                behind();
            }
        }
        forward.connect(back.x, back.y);
        for (var i = back.edits.size() - 1; i >= 0; i--) {
            forward.edits.add(back.edits.get(i));
        }
        return forward.edits;
    }

    /** 0, -1, 1, -2, 2, … */
    private static int zigzag(int i) {
        return i % 2 == 0 ? i / 2 : -(i + 1) / 2;
    }

    private void ahead() {
        var right = false;
        var left = false;
        for (var i = 0; !(right && left) && budget > 0; i++) {
            var x = forwardX + zigzag(i);
            var y = forwardY - zigzag(i);
            if (x >= back.x || y < forward.y) {
                right = true;
            } else if (y >= back.y || x < forward.x) {
                left = true;
            } else if (comparison.of(x, y).equal()) {
                forward.connect(x, y);
                follow(forward);
                forwardX = forward.x;
                forwardY = forward.y;
                break;
            } else {
                budget--;
            }
        }
        if (back.x - forwardX >= back.y - forwardY) {
            forwardX++;
        } else {
            forwardY++;
        }
    }

    private void behind() {
        var left = false;
        var right = false;
        for (var i = 0; !(right && left) && budget > 0; i++) {
            var x = backX - zigzag(i);
            var y = backY + zigzag(i);
            if (forward.x >= x || back.y < y) {
                left = true;
            } else if (forward.y >= y || back.x < x) {
                right = true;
            } else if (comparison.of(x - 1, y - 1).equal()) {
                back.connect(x, y);
                follow(back);
                backX = back.x;
                backY = back.y;
                break;
            } else {
                budget--;
            }
        }
        if (backX - forward.x >= backY - forward.y) {
            backX--;
        } else {
            backY--;
        }
    }

    private void follow(Path path) {
        path.add(SAME);
        while (forward.x < back.x && forward.y < back.y && path.next().equal()) {
            path.add(SAME);
        }
    }
}
