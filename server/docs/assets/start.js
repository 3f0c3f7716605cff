// Shows the OpenAPI document of this server. The page sends no request to other servers.
window.addEventListener("DOMContentLoaded", () => {
  window.SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#swagger-ui",
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    deepLinking: true,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    showCommonExtensions: true, // shows the limits of parameters
    defaultModelsExpandDepth: 0,
    validatorUrl: null, // the default validator is on another server
  });
});
