package dev.carillon.bench.jpa;

record ApiResponse<T>(String message, String status, String error, T data) {

    static <T> ApiResponse<T> success(String message, T data) {
        return new ApiResponse<>(message, "success", null, data);
    }

    static ApiResponse<Void> error(String message, String error) {
        return new ApiResponse<>(message, "error", error, null);
    }
}
