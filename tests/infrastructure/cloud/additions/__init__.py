"""What moto lacks and the deployment needs, one module for each service."""
