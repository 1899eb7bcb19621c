package dev.carillon.bench.jdbc;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** {@code GET /batch-call/list} in Spring Boot on JdbcTemplate, with Carillon's own statement. */
@SpringBootApplication(proxyBeanMethods = false)
public class JdbcTwin implements WebMvcConfigurer {

    private final Keys keys;

    JdbcTwin(Keys keys) {
        this.keys = keys;
    }

    public static void main(String[] args) {
        SpringApplication.run(JdbcTwin.class, args);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(keys);
    }
}
