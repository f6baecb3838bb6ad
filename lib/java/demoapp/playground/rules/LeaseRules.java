package demoapp.playground.rules;

import java.util.Map;

import demoapp.json.Json;

/** Lease. */
final class LeaseRules extends Rules {
    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        if (Json.number(spec, 1, "leaseDurationSeconds") <= 0) {
            causes.invalid("spec.leaseDurationSeconds", spec.get("leaseDurationSeconds"), "must be greater than 0");
        }
        causes.notNegative("spec.leaseTransitions", spec.get("leaseTransitions"));
    }
}
