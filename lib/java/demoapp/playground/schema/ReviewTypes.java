package demoapp.playground.schema;

/**
 * The reviews and requests of authentication and authorization, which are answered but not stored.
 * Made from k8s.io/api v0.32.13; the notation is explained in Schema.
 */
final class ReviewTypes {
    static final String TEXT = """
            SelfSubjectReview metadata:ObjectMeta status:SelfSubjectReviewStatus
            SelfSubjectReviewStatus userInfo:UserInfo
            UserInfo username:s uid:s groups:[s extra:{[s
            TokenReview metadata:ObjectMeta spec!TokenReviewSpec status:TokenReviewStatus
            TokenReviewSpec token:s audiences:[s
            TokenReviewStatus authenticated:b user:UserInfo audiences:[s error:s
            TokenRequest metadata:ObjectMeta spec!TokenRequestSpec status:TokenRequestStatus
            TokenRequestSpec audiences![s expirationSeconds!*l boundObjectRef!*BoundObjectReference
            BoundObjectReference kind:s apiVersion:s name:s uid:s
            TokenRequestStatus token!s expirationTimestamp!t
            LocalSubjectAccessReview metadata:ObjectMeta spec!SubjectAccessReviewSpec status:SubjectAccessReviewStatus
            SubjectAccessReviewSpec resourceAttributes:*ResourceAttributes
              nonResourceAttributes:*NonResourceAttributes user:s groups:[s extra:{[s uid:s
            ResourceAttributes namespace:s verb:s group:s version:s resource:s subresource:s name:s
              fieldSelector:*FieldSelectorAttributes labelSelector:*LabelSelectorAttributes
            FieldSelectorAttributes rawSelector:s requirements:[FieldSelectorRequirement
            FieldSelectorRequirement key!s operator!s values:[s
            LabelSelectorAttributes rawSelector:s requirements:[LabelSelectorRequirement
            NonResourceAttributes path:s verb:s
            SubjectAccessReviewStatus allowed!b denied:b reason:s evaluationError:s
            SelfSubjectAccessReview metadata:ObjectMeta spec!SelfSubjectAccessReviewSpec
              status:SubjectAccessReviewStatus
            SelfSubjectAccessReviewSpec resourceAttributes:*ResourceAttributes
              nonResourceAttributes:*NonResourceAttributes
            SelfSubjectRulesReview metadata:ObjectMeta spec!SelfSubjectRulesReviewSpec status:SubjectRulesReviewStatus
            SelfSubjectRulesReviewSpec namespace:s
            SubjectRulesReviewStatus resourceRules![ResourceRule nonResourceRules![NonResourceRule incomplete!b
              evaluationError:s
            ResourceRule verbs![s apiGroups:[s resources:[s resourceNames:[s
            NonResourceRule verbs![s nonResourceURLs:[s
            SubjectAccessReview metadata:ObjectMeta spec!SubjectAccessReviewSpec status:SubjectAccessReviewStatus
            """;

    private ReviewTypes() { }
}
