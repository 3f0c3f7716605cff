// Shows the document of this server. Nothing is asked of any other server.
window.addEventListener("DOMContentLoaded", () => {
  window.SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#swagger-ui",
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    deepLinking: true,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    showCommonExtensions: true, // the bounds of parameters
    defaultModelsExpandDepth: 0,
    validatorUrl: null, // it would be somebody else's server
  });
});
