package io.github.latchkey.testkit.batch.service;

import java.util.LinkedHashMap;

/**
 * The errors of the service: what they are called on the wire, the status they come with, what they say. Those that no
 * state of the fake leads to are there for faults that a test orders. Some of these are known from the constants of the
 * official SDKs only: {@code CertificateDeleteFailed}, {@code HostInformationNotPresent},
 * {@code InvalidConstraintValue}, {@code InvalidRestAPIForAccountSetting}, {@code NodeCountsMismatch},
 * {@code PathNotFound}, {@code StorageAccountNotFound} and {@code UnsupportedConstraint}. Nobody has published their
 * statuses, so those are guesses by the names.
 */
enum ErrorCode {
    CONDITION_NOT_MET_ON_READ(304, "ConditionNotMet", "The resource has not changed."),
    MISSING_REQUIRED_QUERY_PARAMETER(
            400, "MissingRequiredQueryParameter", "A query parameter that is mandatory for this request is missing."),
    INVALID_QUERY_PARAMETER_VALUE(
            400, "InvalidQueryParameterValue", "The value of one of the query parameters is not valid."),
    OUT_OF_RANGE_QUERY_PARAMETER_VALUE(
            400, "OutOfRangeQueryParameterValue", "The value of one of the query parameters is out of range."),
    UNSUPPORTED_QUERY_PARAMETER(
            400, "UnsupportedQueryParameter", "One of the query parameters is not supported by this request."),
    UNSUPPORTED_REQUEST_VERSION(400, "UnsupportedRequestVersion", "The api-version of the request is not known."),
    INVALID_URI(400, "InvalidUri", "The URI of the request names nothing that this service has."),
    INVALID_HEADER_VALUE(400, "InvalidHeaderValue", "The value of one of the headers is not in the right format."),
    MISSING_REQUIRED_HEADER(400, "MissingRequiredHeader", "A header that is mandatory for this request is missing."),
    MULTIPLE_CONDITION_HEADERS(
            400, "MultipleConditionHeadersNotSupported", "More than one condition header is not supported."),
    INVALID_REQUEST_BODY(400, "InvalidRequestBody", "The request body is not syntactically valid."),
    MISSING_REQUIRED_PROPERTY(400, "MissingRequiredProperty", "A property that is mandatory is missing."),
    INVALID_PROPERTY_VALUE(400, "InvalidPropertyValue", "The value of one of the properties is not valid."),
    UNSUPPORTED_PROPERTY(400, "UnsupportedProperty", "One of the properties is not supported here."),
    OUT_OF_RANGE_INPUT(400, "OutOfRangeInput", "One of the inputs is out of range."),
    OUT_OF_RANGE_PRIORITY(400, "OutOfRangePriority", "The priority must be between -1000 and 1000."),
    EMPTY_METADATA_KEY(400, "EmptyMetadataKey", "The name of a metadata item must not be empty."),
    INVALID_METADATA(400, "InvalidMetadata", "The metadata holds characters that are not allowed."),
    METADATA_TOO_LARGE(400, "MetadataTooLarge", "The metadata is larger than allowed."),
    TASK_DEPENDENCIES_NOT_SPECIFIED(
            400,
            "TaskDependenciesNotSpecifiedOnJob",
            "The task depends on others, but its job does not use task dependencies."),
    TASK_DEPENDENCY_LIST_TOO_LONG(
            400, "TaskDependencyListTooLong", "The ids that the task depends on are too long together."),
    INVALID_AUTO_SCALING_SETTINGS(
            400, "InvalidAutoScalingSettings", "The settings for automatic scaling are not valid."),
    AUTO_SCALING_FORMULA_TOO_LONG(400, "AutoScalingFormulaTooLong", "The formula is longer than allowed."),
    UNSUPPORTED_HEADER(400, "UnsupportedHeader", "One of the headers is not supported by this request."),
    REQUEST_URL_FAILED_TO_PARSE(400, "RequestUrlFailedToParse", "The URL of the request could not be parsed."),
    INVALID_HTTP_VERB(400, "InvalidHttpVerb", "The HTTP verb of the request is not known."),
    INVALID_AUTHENTICATION_INFO(
            400, "InvalidAuthenticationInfo", "The Authorization header is not in the right format."),
    INVALID_INPUT(400, "InvalidInput", "One of the inputs is not valid."),
    AUTO_SCALING_FORMULA_SYNTAX_ERROR(400, "AutoScalingFormulaSyntaxError", "The formula has an error in its syntax."),
    OS_VERSION_NOT_FOUND(400, "OSVersionNotFound", "The version of the operating system does not exist."),
    OS_VERSION_DISABLED(400, "OSVersionDisabled", "The version of the operating system is disabled."),
    OS_VERSION_EXPIRED(400, "OSVersionExpired", "The version of the operating system has expired."),
    POOL_VERSION_EQUALS_UPGRADE_VERSION(
            400, "PoolVersionEqualsUpgradeVersion", "The pool has the version of the upgrade already."),
    POOL_NOT_ELIGIBLE_FOR_UPGRADE(400, "PoolNotEligibleForOSVersionUpgrade", "The pool cannot be upgraded."),
    TASK_DEPENDENCY_RANGES_TOO_LONG(
            400, "TaskDependencyRangesTooLong", "The ranges that the task depends on are too many."),
    HOST_INFORMATION_NOT_PRESENT(400, "HostInformationNotPresent", "The request does not say which host it is for."),
    INVALID_CONSTRAINT_VALUE(400, "InvalidConstraintValue", "The value of one of the constraints is not valid."),
    UNSUPPORTED_CONSTRAINT(400, "UnsupportedConstraint", "One of the constraints is not supported."),
    AUTHENTICATION_FAILED_BEARER(
            401,
            "AuthenticationFailed",
            "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly"
                    + " including the signature."),
    AUTHENTICATION_FAILED(
            403,
            "AuthenticationFailed",
            "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly"
                    + " including the signature."),
    INSUFFICIENT_ACCOUNT_PERMISSIONS(
            403, "InsufficientAccountPermissions", "The caller does not have the permission for this request."),
    ACCOUNT_IS_DISABLED(403, "AccountIsDisabled", "The account is disabled."),
    IO_ERROR(403, "IOError", "The content could not be read or written."),
    INVALID_REST_API_FOR_ACCOUNT_SETTING(
            403, "InvalidRestAPIForAccountSetting", "The settings of the account do not allow this request."),
    RESOURCE_NOT_FOUND(404, "ResourceNotFound", "The resource does not exist."),
    POOL_NOT_FOUND(404, "PoolNotFound", "The specified pool does not exist."),
    NODE_NOT_FOUND(404, "NodeNotFound", "The specified node does not exist."),
    NODE_USER_NOT_FOUND(404, "NodeUserNotFound", "The specified user does not exist on the node."),
    JOB_NOT_FOUND(404, "JobNotFound", "The specified job does not exist."),
    JOB_SCHEDULE_NOT_FOUND(404, "JobScheduleNotFound", "The specified job schedule does not exist."),
    TASK_NOT_FOUND(404, "TaskNotFound", "The specified task does not exist."),
    FILE_NOT_FOUND(404, "FileNotFound", "The specified file does not exist."),
    CERTIFICATE_NOT_FOUND(404, "CertificateNotFound", "The specified certificate does not exist."),
    APPLICATION_NOT_FOUND(404, "ApplicationNotFound", "The specified application does not exist."),
    PREPARATION_NOT_RUN_ON_NODE(404, "JobPreparationTaskNotRunOnNode", "The preparation task did not run on the node."),
    RELEASE_NOT_RUN_ON_NODE(404, "JobReleaseTaskNotRunOnNode", "The release task did not run on the node."),
    NODE_AGENT_SKU_NOT_FOUND(404, "NodeAgentSKUNotFound", "The specified node agent does not exist."),
    PATH_NOT_FOUND(404, "PathNotFound", "The specified path does not exist."),
    STORAGE_ACCOUNT_NOT_FOUND(404, "StorageAccountNotFound", "The storage account does not exist."),
    UNSUPPORTED_HTTP_VERB(405, "UnsupportedHttpVerb", "The resource does not support this HTTP verb."),
    OPERATION_INVALID_FOR_CURRENT_STATE(
            409, "OperationInvalidForCurrentState", "The operation is not possible in the present state."),
    OPERATION_NOT_VALID_ON_NODE(409, "OperationNotValidOnNode", "The operation is not possible on this node."),
    OPERATION_NOT_VALID_ON_POOL(409, "OperationNotValidOnPool", "The operation is not possible on this pool."),
    POOL_EXISTS(409, "PoolExists", "The specified pool exists already."),
    POOL_BEING_DELETED(409, "PoolBeingDeleted", "The specified pool is being deleted."),
    POOL_BEING_RESIZED(409, "PoolBeingResized", "The specified pool is being resized."),
    POOL_QUOTA_REACHED(409, "PoolQuotaReached", "The account has as many pools as it may have."),
    NODE_STATE_UNUSABLE(409, "NodeStateUnusable", "The specified node is unusable."),
    NODE_BEING_CREATED(409, "NodeBeingCreated", "The specified node is being created."),
    NODE_BEING_STARTED(409, "NodeBeingStarted", "The specified node is being started."),
    NODE_BEING_REBOOTED(409, "NodeBeingRebooted", "The specified node is being rebooted."),
    NODE_BEING_REIMAGED(409, "NodeBeingReimaged", "The specified node is being reimaged."),
    NODE_USER_EXISTS(409, "NodeUserExists", "The specified user exists already on the node."),
    NODE_ALREADY_IN_TARGET_SCHEDULING_STATE(
            409, "NodeAlreadyInTargetSchedulingState", "The node has that scheduling state already."),
    JOB_EXISTS(409, "JobExists", "The specified job exists already."),
    JOB_SCHEDULE_WITH_SAME_ID_EXISTS(
            409, "JobScheduleWithSameIdExists", "A job schedule with the same id exists already."),
    JOB_WITH_SAME_ID_EXISTS(409, "JobWithSameIdExists", "A job with the same id exists already."),
    JOB_BEING_DELETED(409, "JobBeingDeleted", "The specified job is being deleted."),
    JOB_BEING_TERMINATED(409, "JobBeingTerminated", "The specified job is being terminated."),
    JOB_COMPLETED(409, "JobCompleted", "The specified job is completed."),
    JOB_NOT_ACTIVE(409, "JobNotActive", "The specified job is not active."),
    ACTIVE_JOB_QUOTA_REACHED(
            409, "ActiveJobAndScheduleQuotaReached", "The account has as many jobs and schedules as it may have."),
    JOB_SCHEDULE_EXISTS(409, "JobScheduleExists", "The specified job schedule exists already."),
    JOB_SCHEDULE_BEING_DELETED(409, "JobScheduleBeingDeleted", "The specified job schedule is being deleted."),
    JOB_SCHEDULE_BEING_TERMINATED(409, "JobScheduleBeingTerminated", "The specified job schedule is being terminated."),
    JOB_SCHEDULE_COMPLETED(409, "JobScheduleCompleted", "The specified job schedule is completed."),
    JOB_SCHEDULE_DISABLED(409, "JobScheduleDisabled", "The specified job schedule is disabled."),
    TASK_EXISTS(409, "TaskExists", "The specified task exists already."),
    TASK_COMPLETED(409, "TaskCompleted", "The specified task is completed."),
    TASK_NOT_COMPLETED(409, "TaskNotCompleted", "The specified task is not completed."),
    TASK_SUCCEEDED(409, "TaskSucceeded", "The specified task succeeded."),
    TASK_ID_SAME_AS_PREPARATION(
            409, "TaskIdSameAsJobPreparationTask", "The id of the task is that of the job preparation task."),
    TASK_ID_SAME_AS_RELEASE(409, "TaskIdSameAsJobReleaseTask", "The id of the task is that of the job release task."),
    TASK_FILES_UNAVAILABLE(409, "TaskFilesUnavailable", "The task has no files yet, or its node is not available."),
    TASK_FILES_CLEANED_UP(409, "TaskFilesCleanedup", "The files of the task have been cleaned up."),
    NO_PREPARATION_OR_RELEASE(
            409,
            "JobPreparationTaskOrReleaseTaskNotSpecified",
            "The job has neither a preparation nor a release task."),
    NO_PREPARATION(409, "JobPreparationTaskNotSpecified", "The job has no preparation task."),
    CERTIFICATE_EXISTS(409, "CertificateExists", "The specified certificate exists already."),
    CERTIFICATE_BEING_DELETED(409, "CertificateBeingDeleted", "The specified certificate is being deleted."),
    CERTIFICATE_STATE_ACTIVE(409, "CertificateStateActive", "The specified certificate is active."),
    CERTIFICATE_DELETE_FAILED(409, "CertificateDeleteFailed", "The specified certificate could not be deleted."),
    NODE_COUNTS_MISMATCH(409, "NodeCountsMismatch", "The counts of nodes do not agree."),
    INVALID_CERTIFICATE_REFERENCES(
            409, "InvalidCertificateReferences", "The account does not have one of the certificates."),
    INVALID_APPLICATION_PACKAGE_REFERENCES(
            409, "InvalidApplicationPackageReferences", "The account does not have one of the application packages."),
    POOL_BEING_CREATED(409, "PoolBeingCreated", "The specified pool is being created."),
    JOB_DISABLED(409, "JobDisabled", "The specified job is disabled."),
    UPGRADE_POOL_VERSION_CONFLICT(409, "UpgradePoolVersionConflict", "The pool is being upgraded to another version."),
    NO_RELEASE(409, "JobReleaseTaskNotSpecified", "The job has no release task."),
    MISSING_CONTENT_LENGTH(411, "MissingContentLengthHeader", "The request has no Content-Length header."),
    CONDITION_NOT_MET(412, "ConditionNotMet", "The condition of a condition header is not met."),
    REQUEST_BODY_TOO_LARGE(413, "RequestBodyTooLarge", "The request body is larger than allowed."),
    REQUEST_ENTITY_TOO_LARGE(413, "RequestEntityTooLarge", "The list of resource files is longer than allowed."),
    INVALID_RANGE(416, "InvalidRange", "The range is not valid for the size of the file."),
    TOO_MANY_REQUESTS(429, "TooManyRequests", "There are too many requests for this resource; send them more slowly."),
    INTERNAL_ERROR(500, "InternalError", "The server met an internal error. Retry the request."),
    OPERATION_TIMED_OUT(500, "OperationTimedOut", "The operation could not be completed within the permitted time."),
    SERVER_BUSY(503, "ServerBusy", "The server is busy. Retry the request."),
    TOO_MANY_ENABLE_AUTO_SCALE_REQUESTS(
            503,
            "TooManyEnableAutoScaleRequests",
            "Automatic scaling of a pool can be enabled once in thirty seconds.");

    final int status;
    final String code;
    final String message;

    ErrorCode(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    BatchFault fault() {
        return new BatchFault(this, message, new LinkedHashMap<>());
    }

    /** Makes the fault with another message. */
    BatchFault fault(String text) {
        return new BatchFault(this, text, new LinkedHashMap<>());
    }
}
