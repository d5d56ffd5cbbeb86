// The programs of the images that the node's tests run: static, and without dependencies.
module sekisho/integration-tests/node/apps

go 1.24
