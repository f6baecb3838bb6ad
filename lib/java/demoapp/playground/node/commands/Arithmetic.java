package demoapp.playground.node.commands;

import java.io.IOException;

/** `$((…))`: whole numbers, variables, + - * / %, comparisons and parentheses. */
final class Arithmetic {
    private final String text;
    private final ShellState state;
    private int at;

    Arithmetic(String text, ShellState state) {
        this.text = text.replaceAll("\\s", "");
        this.state = state;
    }

    long value() throws IOException {
        var value = comparison();
        if (at < text.length()) {
            throw new IOException("arithmetic syntax error");
        }
        return value;
    }

    private boolean skip(String operator) {
        var there = text.startsWith(operator, at);
        at += there ? operator.length() : 0;
        return there;
    }

    private long comparison() throws IOException {
        var left = sum();
        while (at < text.length()) {
            if (skip("==")) {
                left = left == sum() ? 1 : 0;
            } else if (skip("!=")) {
                left = left != sum() ? 1 : 0;
            } else if (skip("<=")) {
                left = left <= sum() ? 1 : 0;
            } else if (skip(">=")) {
                left = left >= sum() ? 1 : 0;
            } else if (skip("<")) {
                left = left < sum() ? 1 : 0;
            } else if (skip(">")) {
                left = left > sum() ? 1 : 0;
            } else {
                break;
            }
        }
        return left;
    }

    private long sum() throws IOException {
        var left = product();
        while (at < text.length() && "+-".indexOf(text.charAt(at)) >= 0) {
            left = text.charAt(at++) == '+' ? left + product() : left - product();
        }
        return left;
    }

    private long product() throws IOException {
        var left = operand();
        while (at < text.length() && "*/%".indexOf(text.charAt(at)) >= 0) {
            var operator = text.charAt(at++);
            var right = operand();
            if (operator != '*' && right == 0) {
                throw new IOException("divide by zero");
            }
            left = operator == '*' ? left * right : operator == '/' ? left / right : left % right;
        }
        return left;
    }

    private long operand() throws IOException {
        if (skip("-")) {
            return -operand();
        }
        if (skip("(")) {
            var value = comparison();
            if (!skip(")")) {
                throw new IOException("arithmetic syntax error");
            }
            return value;
        }
        var start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        var word = text.substring(start, at);
        if (word.isEmpty()) {
            throw new IOException("arithmetic syntax error");
        }
        var value = Character.isDigit(word.charAt(0)) ? word : state.value(word);
        try {
            return value == null || value.isEmpty() ? 0 : Long.parseLong(value);
        } catch (NumberFormatException notANumber) {
            throw new IOException("bad number");
        }
    }
}
