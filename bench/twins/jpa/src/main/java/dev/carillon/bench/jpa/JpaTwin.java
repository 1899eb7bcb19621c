package dev.carillon.bench.jpa;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** {@code GET /batch-call/list} in Spring Boot with JPA, as most would write it. */
@SpringBootApplication
public class JpaTwin implements WebMvcConfigurer {

    private final ApiKeyInterceptor keys;

    JpaTwin(ApiKeyInterceptor keys) {
        this.keys = keys;
    }

    public static void main(String[] args) {
        SpringApplication.run(JpaTwin.class, args);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(keys).addPathPatterns("/batch-call/**");
    }
}
