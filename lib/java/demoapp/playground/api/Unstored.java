package demoapp.playground.api;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import demoapp.playground.store.Kind;

/** The resources that are answered but not stored, as discovery lists them, with their verbs. */
final class Unstored {
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String AUTHORIZATION = "authorization.k8s.io";
    private static final Map<Kind, List<String>> VERBS = new LinkedHashMap<>();

    static {
        add("", "Binding", "bindings", true, "", "create");
        add("", "ComponentStatus", "componentstatuses", false, "cs", "get", "list");
        add(AUTHENTICATION, "SelfSubjectReview", "selfsubjectreviews", false, "", "create");
        add(AUTHENTICATION, "TokenReview", "tokenreviews", false, "", "create");
        add(AUTHORIZATION, "LocalSubjectAccessReview", "localsubjectaccessreviews", true, "", "create");
        add(AUTHORIZATION, "SelfSubjectAccessReview", "selfsubjectaccessreviews", false, "", "create");
        add(AUTHORIZATION, "SelfSubjectRulesReview", "selfsubjectrulesreviews", false, "", "create");
        add(AUTHORIZATION, "SubjectAccessReview", "subjectaccessreviews", false, "", "create");
    }

    private Unstored() { }

    static List<Kind> kinds() {
        return List.copyOf(VERBS.keySet());
    }

    /** Of such a kind; null for one that is stored. */
    static List<String> verbs(Kind kind) {
        return VERBS.get(kind);
    }

    private static void add(String group, String name, String plural, boolean namespaced, String shortName,
                            String... verbs) {
        var shortNames = shortName.isEmpty() ? List.<String>of() : List.of(shortName);
        VERBS.put(new Kind(group, "v1", name, plural, name.toLowerCase(), namespaced, shortNames, List.of(), List.of(),
                name), Arrays.asList(verbs));
    }
}
