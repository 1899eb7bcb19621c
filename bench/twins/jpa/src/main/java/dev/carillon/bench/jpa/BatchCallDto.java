package dev.carillon.bench.jpa;

import java.time.Instant;

record BatchCallDto(String batchCallId, String name, String fromNumber, String status, int totalTaskCount,
        int sent, int pickedUp, int completed, Long scheduledTimestamp, String agentId,
        String organizationId) {

    static BatchCallDto of(BatchCall batch) {
        BatchProgress progress = batch.getProgress();
        Instant scheduled = batch.getScheduledAt();
        return new BatchCallDto("batch_call_" + batch.getPublicId().toString().replace("-", ""),
                batch.getName(), batch.getFromNumber(), batch.getStatus(), progress.getTotal(),
                progress.getSent(), progress.getPickedUp(), progress.getCompleted(),
                scheduled == null ? null : scheduled.getEpochSecond(), batch.getAgentId(),
                batch.getOrganizationId());
    }
}
