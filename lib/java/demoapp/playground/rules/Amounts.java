package demoapp.playground.rules;

import demoapp.json.Json;

/** Finds fault with amounts of pods, given as a number or as a share: 1, "25%". */
final class Amounts {
    private Amounts() { }

    static void validate(Object amount, String field, Causes causes) {
        if (amount instanceof String text && !text.matches("[0-9]+%")) {
            causes.invalid(field, GoStructs.intOrString(text), "a valid percent string must be a numeric "
                    + "string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is "
                    + "'[0-9]+%')");
        }
        causes.notNegative(field, amount);
    }

    static void notAboveAll(Object amount, String field, Causes causes) {
        if (amount instanceof String text && text.matches("\\d{1,9}%")
                && Long.parseLong(text.replace("%", "")) > 100) {
            causes.invalid(field, GoStructs.intOrString(text), "must not be greater than 100%");
        }
    }

    static boolean zero(Object amount) {
        return amount == null || Json.same(amount, 0) || amount instanceof String text && text.matches("0+%");
    }
}
