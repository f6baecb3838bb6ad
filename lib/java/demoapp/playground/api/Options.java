package demoapp.playground.api;

import java.util.ArrayList;
import java.util.List;

import demoapp.playground.store.ApiException;
import demoapp.playground.store.ApiException.Cause;
import demoapp.playground.store.Registry.Write;

/** The query parameters of writes: dryRun, fieldManager, fieldValidation, force. */
final class Options {
    private static final int MANAGER_LENGTH = 128;

    private Options() { }

    /** @param type CreateOptions, UpdateOptions or PatchOptions: what messages call them */
    static Write of(Call call, String type, String subresource) {
        var causes = new ArrayList<Cause>();
        if (type.equals("PatchOptions")) {
            checkPatch(call, causes);
        }
        if (call.query("fieldManager").length() > MANAGER_LENGTH) {
            causes.add(new Cause("FieldValueTooLong", "Too long: may not be more than 128 bytes", "fieldManager"));
        }
        checkDryRun(call.request.params().getAll("dryRun"), causes);
        var validation = call.query("fieldValidation");
        if (!List.of("", "Ignore", "Strict", "Warn").contains(validation)) {
            causes.add(new Cause("FieldValueNotSupported", ("Unsupported value: \"%s\": supported values: \"\", "
                    + "\"Ignore\", \"Strict\", \"Warn\"").formatted(validation), "fieldValidation"));
        }
        refuse(type, causes);
        return new Write(call.manager(), subresource, !call.query("dryRun").isEmpty(), false);
    }

    private static void checkPatch(Call call, List<Cause> causes) {
        var apply = Patches.isApply(call.contentType());
        if (apply && call.query("fieldManager").isEmpty()) {
            causes.add(new Cause("FieldValueRequired", "Required value: is required for apply patch",
                    "fieldManager"));
        }
        if (!apply && !call.query("force").isEmpty()) {
            causes.add(new Cause("FieldValueForbidden", "Forbidden: may not be specified for non-apply patch",
                    "force"));
        }
    }

    static void checkDryRun(List<String> values, List<Cause> causes) {
        if (!values.isEmpty() && !values.equals(List.of("All"))) {
            causes.add(new Cause("FieldValueNotSupported", "Unsupported value: []string{%s}: supported values: \"All\""
                    .formatted(String.join(", ", values.stream().map(v -> "\"" + v + "\"").toList())), "dryRun"));
        }
    }

    static void refuse(String type, List<Cause> causes) {
        if (!causes.isEmpty()) {
            throw ApiException.invalid("meta.k8s.io", type, "", causes);
        }
    }
}
