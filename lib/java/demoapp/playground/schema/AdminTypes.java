package demoapp.playground.schema;

/**
 * What administrators meet: RBAC, admission, certificates, flow control, CSI; the rest of the core group; older versions.
 * Made from k8s.io/api v0.32.13; the notation is explained in Schema.
 */
final class AdminTypes {
    static final String TEXT = """
            PodTemplate metadata:ObjectMeta template:PodTemplateSpec
            ReplicationController metadata:ObjectMeta spec:ReplicationControllerSpec
              status:ReplicationControllerStatus
            ReplicationControllerSpec replicas:*i minReadySeconds:i selector:{s= template:*PodTemplateSpec
            ReplicationControllerStatus replicas!i fullyLabeledReplicas:i readyReplicas:i availableReplicas:i
              observedGeneration:l conditions:[ReplicationControllerCondition/type
            ReplicationControllerCondition type!s status!s lastTransitionTime:t reason:s message:s
            ComponentStatus metadata:ObjectMeta conditions:[ComponentCondition/type
            ComponentCondition type!s status!s message:s error:s
            Binding metadata:ObjectMeta target!ObjectReference
            HorizontalPodAutoscalerV1 metadata:ObjectMeta spec:HorizontalPodAutoscalerSpecV1
              status:HorizontalPodAutoscalerStatusV1
            HorizontalPodAutoscalerSpecV1 scaleTargetRef!CrossVersionObjectReference minReplicas:*i maxReplicas!i
              targetCPUUtilizationPercentage:*i
            HorizontalPodAutoscalerStatusV1 observedGeneration:*l lastScaleTime:*t currentReplicas!i desiredReplicas!i
              currentCPUUtilizationPercentage:*i
            EventsEvent metadata!ObjectMeta eventTime!t series:*EventsEventSeries reportingController:s
              reportingInstance:s action:s reason:s regarding:ObjectReference related:*ObjectReference note:s type:s
              deprecatedSource:EventSource deprecatedFirstTimestamp:t deprecatedLastTimestamp:t deprecatedCount:i
            EventsEventSeries count!i lastObservedTime!t
            CertificateSigningRequest metadata:ObjectMeta spec!CertificateSigningRequestSpec
              status:CertificateSigningRequestStatus
            CertificateSigningRequestSpec request!y signerName!s expirationSeconds:*i usages:[s username:s uid:s
              groups:[s extra:{[s
            CertificateSigningRequestStatus conditions:[CertificateSigningRequestCondition/type#- certificate:y
            CertificateSigningRequestCondition type!s status!s reason:s message:s lastUpdateTime:t
              lastTransitionTime:t
            FlowSchema metadata:ObjectMeta spec:FlowSchemaSpec status:FlowSchemaStatus
            FlowSchemaSpec priorityLevelConfiguration!PriorityLevelConfigurationReference matchingPrecedence!i
              distinguisherMethod:*FlowDistinguisherMethod rules:[PolicyRulesWithSubjects
            PriorityLevelConfigurationReference name!s
            FlowDistinguisherMethod type!s
            PolicyRulesWithSubjects subjects![FlowSubject resourceRules:[ResourcePolicyRule
              nonResourceRules:[NonResourcePolicyRule
            FlowSubject kind!s user:*UserSubject group:*GroupSubject serviceAccount:*ServiceAccountSubject
            UserSubject name!s
            GroupSubject name!s
            ServiceAccountSubject namespace!s name!s
            ResourcePolicyRule verbs![s/#- apiGroups![s/#- resources![s/#- clusterScope:b namespaces![s/#-
            NonResourcePolicyRule verbs![s/#- nonResourceURLs![s/#-
            FlowSchemaStatus conditions:[FlowSchemaCondition/type
            FlowSchemaCondition type:s status:s lastTransitionTime:t reason:s message:s
            PriorityLevelConfiguration metadata:ObjectMeta spec:PriorityLevelConfigurationSpec
              status:PriorityLevelConfigurationStatus
            PriorityLevelConfigurationSpec type!s limited:*LimitedPriorityLevelConfiguration
              exempt:*ExemptPriorityLevelConfiguration
            LimitedPriorityLevelConfiguration nominalConcurrencyShares!*i limitResponse:LimitResponse
              lendablePercent:*i borrowingLimitPercent:*i
            LimitResponse type!s queuing:*QueuingConfiguration
            QueuingConfiguration queues!i handSize!i queueLengthLimit!i
            ExemptPriorityLevelConfiguration nominalConcurrencyShares:*i lendablePercent:*i
            PriorityLevelConfigurationStatus conditions:[PriorityLevelConfigurationCondition/type
            PriorityLevelConfigurationCondition type:s status:s lastTransitionTime:t reason:s message:s
            RuntimeClass metadata:ObjectMeta handler!s overhead:*Overhead scheduling:*Scheduling
            Overhead podFixed:{q
            Scheduling nodeSelector:{s= tolerations:[Toleration
            ClusterRole metadata:ObjectMeta rules![PolicyRule aggregationRule:*AggregationRule
            PolicyRule verbs![s apiGroups:[s resources:[s resourceNames:[s nonResourceURLs:[s
            AggregationRule clusterRoleSelectors:[LabelSelector
            ClusterRoleBinding metadata:ObjectMeta subjects:[Subject roleRef!RoleRef
            Subject= kind!s apiGroup:s name!s namespace:s
            RoleRef= apiGroup!s kind!s name!s
            Role metadata:ObjectMeta rules![PolicyRule
            RoleBinding metadata:ObjectMeta subjects:[Subject roleRef!RoleRef
            PriorityClass metadata:ObjectMeta value!i globalDefault:b description:s preemptionPolicy:*s
            CSIDriver metadata:ObjectMeta spec!CSIDriverSpec
            CSIDriverSpec attachRequired:*b podInfoOnMount:*b volumeLifecycleModes:[s/#- storageCapacity:*b
              fsGroupPolicy:*s tokenRequests:[CSITokenRequest requiresRepublish:*b seLinuxMount:*b
            CSITokenRequest audience!s expirationSeconds:*l
            CSINode metadata:ObjectMeta spec!CSINodeSpec
            CSINodeSpec drivers![CSINodeDriver/name
            CSINodeDriver name!s nodeID!s topologyKeys![s allocatable:*VolumeNodeResources
            VolumeNodeResources count:*i
            CSIStorageCapacity metadata:ObjectMeta nodeTopology:*LabelSelector storageClassName!s capacity:*q
              maximumVolumeSize:*q
            VolumeAttachment metadata:ObjectMeta spec!VolumeAttachmentSpec status:VolumeAttachmentStatus
            VolumeAttachmentSpec attacher!s source!VolumeAttachmentSource nodeName!s
            VolumeAttachmentSource persistentVolumeName:*s inlineVolumeSpec:*PersistentVolumeSpec
            VolumeAttachmentStatus attached!b attachmentMetadata:{s attachError:*VolumeError detachError:*VolumeError
            VolumeError time:t message:s
            MutatingWebhookConfiguration metadata:ObjectMeta webhooks:[MutatingWebhook/name
            MutatingWebhook name!s clientConfig!WebhookClientConfig rules:[RuleWithOperations failurePolicy:*s
              matchPolicy:*s namespaceSelector:*LabelSelector objectSelector:*LabelSelector sideEffects!*s
              timeoutSeconds:*i admissionReviewVersions![s reinvocationPolicy:*s matchConditions:[MatchCondition/name
            WebhookClientConfig url:*s service:*ServiceReference caBundle:y
            ServiceReference namespace!s name!s path:*s port:*i
            RuleWithOperations operations:[s apiGroups:[s apiVersions:[s resources:[s scope:*s
            MatchCondition name!s expression!s
            ValidatingWebhookConfiguration metadata:ObjectMeta webhooks:[ValidatingWebhook/name
            ValidatingWebhook name!s clientConfig!WebhookClientConfig rules:[RuleWithOperations failurePolicy:*s
              matchPolicy:*s namespaceSelector:*LabelSelector objectSelector:*LabelSelector sideEffects!*s
              timeoutSeconds:*i admissionReviewVersions![s matchConditions:[MatchCondition/name
            ValidatingAdmissionPolicy metadata:ObjectMeta spec:ValidatingAdmissionPolicySpec
              status:ValidatingAdmissionPolicyStatus
            ValidatingAdmissionPolicySpec paramKind:*ParamKind matchConstraints:*MatchResources
              validations:[Validation failurePolicy:*s auditAnnotations:[AuditAnnotation
              matchConditions:[MatchCondition/name variables:[Variable/name
            ParamKind= apiVersion:s kind:s
            MatchResources= namespaceSelector:*LabelSelector objectSelector:*LabelSelector
              resourceRules:[NamedRuleWithOperations excludeResourceRules:[NamedRuleWithOperations matchPolicy:*s
            NamedRuleWithOperations= resourceNames:[s operations:[s apiGroups:[s apiVersions:[s resources:[s scope:*s
            Validation expression!s message:s reason:*s messageExpression:s
            AuditAnnotation key!s valueExpression!s
            Variable= name!s expression!s
            ValidatingAdmissionPolicyStatus observedGeneration:l typeChecking:*TypeChecking
              conditions:[Condition/type#-
            TypeChecking expressionWarnings:[ExpressionWarning
            ExpressionWarning fieldRef!s warning!s
            ValidatingAdmissionPolicyBinding metadata:ObjectMeta spec:ValidatingAdmissionPolicyBindingSpec
            ValidatingAdmissionPolicyBindingSpec policyName:s paramRef:*ParamRef matchResources:*MatchResources
              validationActions:[s/#-
            ParamRef= name:s namespace:s selector:*LabelSelector parameterNotFoundAction:*s
            APIService metadata:ObjectMeta spec:APIServiceSpec status:APIServiceStatus
            APIServiceSpec service:*APIServiceReference group:s version:s insecureSkipTLSVerify:b caBundle:y
              groupPriorityMinimum!i versionPriority!i
            APIServiceReference namespace:s name:s port:*i
            APIServiceStatus conditions:[APIServiceCondition/type
            APIServiceCondition type!s status!s lastTransitionTime:t reason:s message:s
            CustomResourceDefinition metadata:ObjectMeta spec!a status:a
            """;

    private AdminTypes() { }
}
